import supertest from 'supertest';
import { ADMIN_TOKEN, type Server } from '../server.js';

/** supertest on a running server, trusting its CA; `as` is a bearer token, '' sends none. */
export function agentOf(server: Server, as = ADMIN_TOKEN): ReturnType<typeof supertest.agent> {
  const agent = supertest.agent(server.url, { ca: server.ca });
  return as === '' ? agent : agent.set('Authorization', `Bearer ${as}`);
}

/** What tests read of the objects and Statuses that come back. */
export interface ApiBody {
  readonly kind: string;
  readonly message: string;
  readonly metadata: {
    readonly name?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly resourceVersion?: string;
  };
  readonly status: {
    readonly token: string;
    readonly authenticated?: boolean;
    readonly error?: string;
    readonly user?: { readonly username: string; readonly extra?: Readonly<Record<string, readonly string[]>> };
  };
}
