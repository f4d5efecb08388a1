import { type ExecFileException, execFile } from 'node:child_process';
import { childEnvironment } from '../../childEnvironment.ts';
import { redactForeign } from '../../redact.ts';
import { isJsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ClusterConfig, ExecConfig } from './clusterConfig.ts';

/** What a credential plugin printed (client.authentication.k8s.io ExecCredential). */
export type ExecCredential = {
  readonly token: string;
  readonly cert: string;
  readonly key: string;
  /** Milliseconds since 1970; undefined: until it is refused. */
  readonly expiresMs: number | undefined;
};

export type ExecResult =
  | { readonly kind: 'credential'; readonly credential: ExecCredential }
  | { readonly kind: 'problem'; readonly message: string };

const timeLimitMs = 30_000;

/** Runs a credential plugin, without a terminal, and reads what it prints. */
export const runExecPlugin = (
  exec: ExecConfig,
  config: ClusterConfig,
  options: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ExecResult> =>
  new Promise<ExecResult>((resolve) => {
    const env = {
      ...childEnvironment(options.env),
      ...exec.env,
      KUBERNETES_EXEC_INFO: execInfo(exec, config),
    };
    const limits = { timeout: timeLimitMs, killSignal: 'SIGKILL', maxBuffer: 1 << 20 } as const;
    const child = execFile(
      exec.command,
      exec.args,
      { env, signal: options.signal, ...limits },
      (error, stdout, stderr) => {
        if (error === null) resolve(readCredential(exec, stdout));
        else resolve(problem(exec, failure(error, stderr)));
      },
    );
    // A plugin that would ask for a password gets an end of file instead of our terminal.
    child.stdin?.on('error', () => undefined).end();
    // No program, a zero octet or too much in its arguments: Node throws before it starts anything.
  }).catch((error: Error) => problem(exec, error.message));

const failure = (error: ExecFileException, stderr: string): string => {
  if (error.killed === true) return `no answer within ${timeLimitMs / 1000} s`;
  const said = redactForeign(stderr.trim()).slice(0, 300);
  // The error's own message has the command with its arguments, and stderr again.
  return said === '' ? endOf(error) : said;
};

const endOf = ({ code, signal }: ExecFileException): string => {
  return `Command failed with ${typeof code === 'number' ? `exit code ${code}` : (signal ?? code ?? 'no reason')}`;
};

const execInfo = (exec: ExecConfig, config: ClusterConfig): string => {
  const { server, serverName, skipVerify, ca } = config;
  const cluster = {
    server,
    ...(serverName !== undefined && { 'tls-server-name': serverName }),
    ...(skipVerify && { 'insecure-skip-tls-verify': true }),
    ...(ca?.kind === 'content' && {
      'certificate-authority-data': Buffer.from(ca.content).toString('base64'),
    }),
  };
  return JSON.stringify({
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo && { cluster }) },
  });
};

const readCredential = (exec: ExecConfig, stdout: string): ExecResult => {
  const json = parseJson(stdout);
  const status = isJsonObject(json) ? objectAt(json, 'status') : {};
  const credential = {
    token: textAt(status, 'token').trim(),
    cert: textAt(status, 'clientCertificateData'),
    key: textAt(status, 'clientKeyData'),
    expiresMs: Date.parse(textAt(status, 'expirationTimestamp')) || undefined,
  };
  return credential.token === '' && credential.cert === ''
    ? problem(exec, 'an answer without a token or certificate')
    : { kind: 'credential', credential };
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const problem = (exec: ExecConfig, found: string): ExecResult => ({
  kind: 'problem',
  message: `Cannot get a credential from "${exec.command}": ${found}, needed an ExecCredential`,
});
