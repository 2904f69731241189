"""What people do: one public function is one action is one transaction."""
