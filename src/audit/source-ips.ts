/** Where a request came from, by its headers and its connection. Source: k8s.io/apimachinery/pkg/util/net/http.go (SourceIPs). */
import { isIP } from 'node:net';

/** `forwarded`: X-Forwarded-For; `remote`: the connection's address. All but the last can be made up by the client. */
export function sourceIPs(forwarded: string | undefined, real: string | undefined, remote: string): readonly string[] {
  const found = (forwarded ?? '')
    .split(',')
    .map(address)
    .filter((ip) => ip !== '');
  const realIP = address(real ?? '');
  if (realIP !== '' && !found.includes(realIP)) found.push(realIP);
  const remoteIP = address(remote);
  if (remoteIP !== '' && found.at(-1) !== remoteIP) found.push(remoteIP);
  return found;
}

/** '' for what is none. IPv4 in IPv6 is IPv4. */
function address(text: string): string {
  const ip = text.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? '' : ip;
}
