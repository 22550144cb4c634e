// What the stories of the examples have in common: they ask the API server as an operator, move its clock, and tell line by
// line what happened. NODE_EXTRA_CA_CERTS names the server's CA, so that Node's own fetch trusts it.
import { readFileSync } from 'node:fs';

const { KUBERNETES_URL, CONTROL_TOKEN_FILE, OPERATOR_TOKEN = 'operator-token' } = process.env;

/** Milliseconds. */
const PATIENCE = 30_000;

/** A heading. */
export function chapter(text) {
  console.log(`\n${text}`);
}

/** Tells what happened; ends the story with exit code 1 where that is not what was expected, a text or a pattern. */
export function tell(what, happened, expected) {
  const fits = expected instanceof RegExp ? expected.test(happened) : happened === expected;
  console.log(`  ${fits ? 'ok' : 'NO'}  ${what}: ${happened}`);
  if (fits) return;
  console.error(`      expected: ${String(expected)}`);
  process.exit(1);
}

/** Asks for JSON: {status, body}. */
export async function ask(url, { method = 'GET', token, headers: given = {}, body } = {}) {
  const headers = {
    ...given,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

/** Asks the API server, as the operator unless a token is given. */
export function kubernetes(path, { token = OPERATOR_TOKEN, ...request } = {}) {
  return ask(new URL(path, KUBERNETES_URL), { token, ...request });
}

/** Moves the server's clock; when this is answered, all is done that the move brought about. */
export async function advance(duration) {
  const token = readFileSync(CONTROL_TOKEN_FILE, 'utf8').trim();
  const { status, body } = await kubernetes('/_kubemint/clock', { method: 'POST', token, body: { advance: duration } });
  if (status !== 200) throw new Error(`the clock could not be moved: ${status} ${body.message}`);
  return body.now;
}

/** What a probe finds, once it finds something; probes see what other processes write. */
export async function until(what, probe) {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline;) {
    const found = probe();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`there was no ${what} within ${PATIENCE / 1000} s`);
}

/** A token's claims, unverified. */
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}
