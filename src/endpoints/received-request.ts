/** What an audit log is told of a request as it comes. Sources: k8s.io/apiserver/pkg/audit/request.go, pkg/server/filters/longrunning.go. */
import { type FastifyRequest } from 'fastify';
import { type ReceivedRequest } from '../audit/request-audit.js';
import { sourceIPs } from '../audit/source-ips.js';
import { type RequestInfo } from './request-info.js';

const MAX_USER_AGENT = 1024;
const LONG_RUNNING_VERBS = ['watch', 'proxy'];
const LONG_RUNNING_SUBRESOURCES = ['attach', 'exec', 'proxy', 'log', 'portforward'];

interface Received {
  readonly info: RequestInfo;
  readonly uri: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
}

export function receivedRequest(
  request: FastifyRequest,
  { info, uri, started }: Received,
  auditID: string,
): ReceivedRequest {
  const { headers, socket } = request.raw;
  return {
    auditID,
    requestURI: uri,
    received: started,
    sourceIPs: sourceIPs(single(headers['x-forwarded-for']), single(headers['x-real-ip']), socket.remoteAddress ?? ''),
    userAgent: shortened(headers['user-agent'] ?? ''),
    longRunning: isLongRunning(info),
  };
}

export function isLongRunning({ verb, isResourceRequest, subresource }: RequestInfo): boolean {
  return LONG_RUNNING_VERBS.includes(verb) || (isResourceRequest && LONG_RUNNING_SUBRESOURCES.includes(subresource));
}

function shortened(userAgent: string): string {
  return userAgent.length > MAX_USER_AGENT ? `${userAgent.slice(0, MAX_USER_AGENT)}...TRUNCATED` : userAgent;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
