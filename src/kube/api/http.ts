/**
 * Node's HTTP, not by import: an import makes a module of it, and for that reads every name it has, of which
 * some load a whole HTTP client and WebSockets (50 ms and 5 MB, Node 24.21).
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
