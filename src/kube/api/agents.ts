import http from 'node:http';
import https from 'node:https';
import type { Access } from '../credentials/credentials.ts';

export type Agents = {
  readonly agentFor: (access: Access) => http.Agent | https.Agent;
  readonly close: () => void;
};

/**
 * Agents that keep connections for the next request; names are resolved anew for each connection. One for each scheme and proxy: TLS
 * options stand at the request, so rotated certificates get connections of their own.
 */
export const createAgents = (): Agents => {
  const agents = new Map<string, http.Agent>();
  return {
    agentFor: ({ server, proxyUrl = '' }) => {
      const key = `${server.protocol} ${proxyUrl}`;
      const agent = agents.get(key) ?? createAgent(server.protocol === 'https:', proxyUrl);
      agents.set(key, agent);
      return agent;
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
};

const createAgent = (secure: boolean, proxyUrl: string): http.Agent => {
  const options: https.AgentOptions = {
    keepAlive: true,
    maxFreeSockets: 4,
    ...(proxyUrl === '' ? {} : { proxyEnv: { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl } }),
  };
  return secure ? new https.Agent(options) : new http.Agent(options);
};
