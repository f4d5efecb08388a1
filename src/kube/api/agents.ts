import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Access } from '../credentials/credentials.ts';
import { http, https } from './http.ts';

export type Agents = {
  readonly agentFor: (access: Access) => Agent;
  /** Ends connections that no request uses now: those that come have new ones. */
  readonly dropIdle: () => void;
  readonly close: () => void;
};

/**
 * Agents that keep connections for the next request; names are resolved anew for each connection. One for
 * each scheme and proxy: TLS options stand at the request, so rotated certificates get connections of their
 * own.
 */
export const createAgents = (): Agents => {
  const agents = new Map<string, Agent>();
  return {
    agentFor: ({ server, proxyUrl = '' }) => {
      const key = `${server.protocol} ${proxyUrl}`;
      const agent = agents.get(key) ?? createAgent(server.protocol === 'https:', proxyUrl);
      agents.set(key, agent);
      return agent;
    },
    dropIdle: () => {
      for (const { freeSockets } of agents.values())
        for (const sockets of Object.values(freeSockets))
          for (const socket of sockets ?? []) socket.destroy();
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
};

const createAgent = (secure: boolean, proxyUrl: string): Agent => {
  const options: AgentOptions = {
    keepAlive: true,
    maxFreeSockets: 4,
    ...(proxyUrl === '' ? {} : { proxyEnv: { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl } }),
  };
  return secure ? new https.Agent(options) : new http.Agent(options);
};
