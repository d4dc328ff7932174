"""The door for programs that use tools: MCP over stdio, and over HTTP inside the service."""
