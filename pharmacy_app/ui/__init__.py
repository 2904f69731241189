"""What people see. The only room with Qt."""
