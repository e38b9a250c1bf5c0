"""What runs inside a kernel. Standard library and IPython only; sent over the kernel's channels, never installed."""
