"""The upload gate: opens files from outside only in a fenced child process, and judges them by what they hold."""
