/**
 * The environment for a program that is started for somebody else's purpose: without our own options, among
 * them the secret of the TSIG key, and without what systemd gave to this process alone.
 */
export const childEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));

const ours = /^(?:K8S_BIND_.*|NOTIFY_SOCKET|WATCHDOG_.*|LISTEN_.*|CREDENTIALS_DIRECTORY)$/;
