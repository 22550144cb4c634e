import http2 from 'node:http2';
import { type LoadRequest, type LoadTarget, Tally } from './load.js';

/** Requests over one HTTP/2 connection, a number of streams at a time. */
export async function http2Load(
  target: LoadTarget,
  requests: readonly LoadRequest[],
  streams: number,
  ms: number,
): Promise<Tally> {
  const session = http2.connect(target.url, { rejectUnauthorized: false });
  const tally = new Tally();
  const prepared = requests.map(({ method, path, body }) => ({
    headers: {
      ':method': method,
      ':path': path,
      authorization: `Bearer ${target.token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body,
  }));
  const end = performance.now() + ms;
  await Promise.all(
    Array.from({ length: streams }, async (_, i) => {
      for (let next = i; performance.now() < end; next++) {
        const request = prepared[next % prepared.length];
        if (request === undefined) return;
        const started = performance.now();
        tally.add(await ask(session, request.headers, request.body), performance.now() - started);
      }
    }),
  );
  tally.finish();
  session.destroy();
  return tally;
}

function ask(session: http2.ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    let status = 0;
    stream.on('response', (received) => (status = Number(received[':status'])));
    stream.on('end', () => resolve(status)).on('error', reject);
    stream.resume();
    if (body !== undefined) stream.end(body);
  });
}
