import { resolve } from 'node:path';
import { arrayAt, isJsonObject, type JsonObject, objectAt, textAt } from '../../store/jsonObject.ts';
import type { ExecConfig, UserConfig } from './clusterConfig.ts';

/**
 * How a user of a kubeconfig proves who it is, apart from a client certificate, which may come with any of
 * them.
 */
export const readUserConfig = (user: { readonly json: JsonObject; readonly folder: string }): UserConfig => {
  const { json, folder } = user;
  // As in client-go a token file, which may be rotated, wins over a token.
  const tokenFile = textAt(json, 'tokenFile');
  if (tokenFile !== '') return { kind: 'token-file', path: resolve(folder, tokenFile) };
  // Written by hand or by a pipe, it has a line end that no header may have.
  const token = textAt(json, 'token').trim();
  if (token !== '') return { kind: 'token', token };
  if (isJsonObject(json['exec'])) return { kind: 'exec', ...execConfig(json['exec'], folder) };
  const provider = objectAt(json, 'auth-provider');
  if (textAt(provider, 'name') !== '')
    return { kind: 'auth-provider', name: textAt(provider, 'name'), config: provider['config'] };
  const username = textAt(json, 'username');
  if (username !== '') return { kind: 'password', username, password: textAt(json, 'password') };
  return { kind: 'anonymous' };
};

const execConfig = (exec: JsonObject, folder: string): ExecConfig => {
  const command = textAt(exec, 'command');
  return {
    apiVersion: textAt(exec, 'apiVersion'),
    // A bare name is looked for in PATH; a relative path starts at the kubeconfig.
    command: command.includes('/') ? resolve(folder, command) : command,
    args: arrayAt(exec, 'args').filter((arg) => typeof arg === 'string'),
    env: Object.fromEntries(
      arrayAt(exec, 'env')
        .filter(isJsonObject)
        .map((entry) => [textAt(entry, 'name'), textAt(entry, 'value')]),
    ),
    provideClusterInfo: exec['provideClusterInfo'] === true,
  };
};
