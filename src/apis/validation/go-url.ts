/** What Go's net/url refuses, which is what upstream refuses of a URL; WHATWG's rules differ. Source: net/url/url.go. */

/** The reason for which url.Parse fails, worded as Go's error is; undefined for a URL it takes. */
export function goUrlError(text: string): string | undefined {
  const reason = refusal(text);
  return reason === undefined ? undefined : `parse ${JSON.stringify(text)}: ${reason}`;
}

/** True where url.ParseRequestURI takes a text: an absolute URL or an absolute path. */
export function isRequestURI(text: string): boolean {
  if (text === '' || (goUrlScheme(text) === '' && !text.startsWith('/') && text !== '*')) return false;
  return refusal(text.replaceAll('#', '%23')) === undefined;
}

/** True for a URL with a scheme and a host. */
export function isAbsoluteUrl(text: string): boolean {
  return isRequestURI(text) && /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?]*@)?[^/?@]+/.test(text);
}

/** The scheme in lower case; '' for none. */
export function goUrlScheme(text: string): string {
  return (/^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? '').toLowerCase();
}

function refusal(text: string): string | undefined {
  const [unfragmented, fragment] = cut(text, '#');
  if (/[\x00-\x1f\x7f]/.test(unfragmented)) return 'net/url: invalid control character in URL';
  if (unfragmented === '' || unfragmented === '*') return badEscape(fragment);
  if (unfragmented.startsWith(':')) return 'missing protocol scheme';
  const scheme = goUrlScheme(unfragmented);
  const [rest] = cut(scheme === '' ? unfragmented : unfragmented.slice(scheme.length + 1), '?');
  if (!rest.startsWith('/')) {
    if (scheme !== '') return badEscape(fragment);
    if (cut(rest, '/')[0].includes(':')) return 'first path segment in URL cannot contain colon';
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  const [authority, path] = hasAuthority ? cut(rest.slice(2), '/') : ['', rest];
  return authorityError(authority) ?? badEscape(path) ?? badEscape(fragment);
}

function authorityError(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const userinfo = at < 0 ? '' : authority.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(userinfo)) return 'net/url: invalid userinfo';
  return hostError(authority.slice(at + 1)) ?? badEscape(userinfo);
}

function hostError(host: string): string | undefined {
  const bracket = host.lastIndexOf(']');
  if (host.startsWith('[') && bracket < 0) return "missing ']' in host";
  const colon = host.startsWith('[') ? bracket + 1 : host.lastIndexOf(':');
  const port = colon < 0 ? '' : host.slice(colon);
  if (!/^(:\d*)?$/.test(port)) return `invalid port ${JSON.stringify(port)} after host`;
  const escape = /%(?!25).{0,2}/.exec(host);
  if (escape !== null) return `invalid URL escape ${JSON.stringify(escape[0])}`;
  const odd = /[^A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"%\x80-\u{10ffff}]/u.exec(host);
  return odd === null ? undefined : `invalid character ${JSON.stringify(odd[0])} in host name`;
}

function badEscape(text: string): string | undefined {
  const escape = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(text);
  return escape === null ? undefined : `invalid URL escape ${JSON.stringify(escape[0])}`;
}

function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** What url.Parse finds in a URL that it takes. */
export interface GoUrlParts {
  readonly scheme: string;
  readonly hasUser: boolean;
  readonly query: string;
  readonly fragment: string;
}

export function goUrlParts(text: string): GoUrlParts {
  const [unfragmented, fragment] = cut(text, '#');
  const [path, query] = cut(unfragmented, '?');
  const scheme = goUrlScheme(path);
  const rest = scheme === '' ? path : path.slice(scheme.length + 1);
  const authority = rest.startsWith('//') ? cut(rest.slice(2), '/')[0] : '';
  return { scheme, hasUser: authority.includes('@'), query, fragment };
}
