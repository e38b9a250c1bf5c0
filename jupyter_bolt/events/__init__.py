"""What was asked, tried and accepted, for whoever keeps statistics. Never code."""
