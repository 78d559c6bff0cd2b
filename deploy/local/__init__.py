"""The local run: private servers, every process, one supervisor. No Docker."""
