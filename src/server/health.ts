/** /healthz, /livez and /readyz with their single checks. Source: k8s.io/apiserver/pkg/server/healthz. */
import { type NonResourceRoute, pageNotFound } from '../endpoints/dispatch.js';
import { type ApiRequest, type TextResponse } from '../endpoints/request.js';
import { plain } from '../endpoints/status-writer.js';

export interface HealthCheck {
  readonly name: string;
  /** Undefined: all is well; else what is not. */
  readonly check: () => string | undefined;
}

const HEADERS = { 'x-content-type-options': 'nosniff' };

/** The routes of one endpoint (`/readyz`) and of each of its checks. */
export function healthRoutes(path: string, checks: readonly HealthCheck[]): NonResourceRoute[] {
  return [
    {
      path,
      counted: { component: '', subresource: path },
      anyMethod: true,
      handle: (request) => answerAll(path.slice(1), checks, request),
    },
    {
      path,
      prefix: true,
      anyMethod: true,
      listed: checks.map(({ name }) => `${path}/${name}`),
      handle: ({ info }) => answerOne(path, checks, info.path),
    },
  ];
}

function answerAll(endpoint: string, checks: readonly HealthCheck[], { query }: ApiRequest): TextResponse {
  const excluded = new Set(query.getAll('exclude'));
  const lines: string[] = [];
  let failed = false;
  for (const check of checks) {
    const { name } = check;
    if (excluded.delete(name)) {
      lines.push(`[+]${name} excluded: ok`);
      continue;
    }
    const problem = check.check();
    failed ||= problem !== undefined;
    lines.push(problem === undefined ? `[+]${name} ok` : `[-]${name} failed: reason withheld`);
  }
  if (excluded.size > 0) {
    const names = [...excluded].map((name) => `"${name}"`).join(', ');
    lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`);
  }
  if (failed) return plain(500, `${lines.join('\n')}\n${endpoint} check failed\n`);
  const body = query.has('verbose') ? `${lines.join('\n')}\n${endpoint} check passed\n` : 'ok';
  return text(body);
}

function answerOne(endpoint: string, checks: readonly HealthCheck[], path: string): TextResponse {
  const check = checks.find(({ name }) => path === `${endpoint}/${name}`);
  if (check === undefined) return pageNotFound();
  const problem = check.check();
  return problem === undefined ? text('ok') : plain(500, `internal server error: ${problem}\n`);
}

function text(body: string): TextResponse {
  return { type: 'text', code: 200, contentType: 'text/plain; charset=utf-8', body, headers: HEADERS };
}
