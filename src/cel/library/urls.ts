/** URLs. Source: k8s.io/apiserver/pkg/cel/library/urls.go, pkg/cel/url.go; Go's net/url. */
import { goUrlError, goUrlScheme, isRequestURI } from '../../apis/validation/go-url.js';
import { traversalOf, UNIT } from '../cost/call-cost.js';
import { declare, type FunctionDeclaration, memberOverload, overload } from '../declarations.js';
import { PlainMap } from '../values/map.js';
import { EvaluationError, LibraryValue, list } from '../values/value.js';

const PARTS = /^(?:([A-Za-z][A-Za-z\d+.-]*):)?(?:\/\/(?:([^/?#]*)@)?([^/?#]*))?([^?#]*)(?:\?([^#]*))?/;

class Url extends LibraryValue {
  readonly typeName = 'kubernetes.URL';
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly #text: string;

  constructor(text: string) {
    super();
    const [, scheme = '', , host = '', path = '', query = ''] = PARTS.exec(text) ?? [];
    this.#text = text;
    this.scheme = scheme.toLowerCase();
    this.host = host;
    this.path = path;
    this.query = query;
  }

  /** Without a port, and without the brackets of an IPv6 address. */
  get hostname(): string {
    return /^\[(.*)\]/.exec(this.host)?.[1] ?? this.host.replace(/:\d*$/, '');
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.replace(/^\[.*\]/, ''))?.[1] ?? '';
  }

  equals(other: LibraryValue): boolean {
    return other instanceof Url && other.#text === this.#text;
  }
}

/** Why a text is no URL; undefined for one that is. Source: Go's url.ParseRequestURI. */
export function urlError(text: string): string | undefined {
  if (isRequestURI(text)) return undefined;
  const quoted = JSON.stringify(text);
  if (text === '') return `parse ${quoted}: empty url`;
  // A scheme that lacks is seen before it matters that the text is no path.
  const rooted = goUrlScheme(text) !== '' || /^[/:]/.test(text);
  return (rooted ? goUrlError(text) : undefined) ?? `parse ${quoted}: invalid URI for request`;
}

function urlOf(text: string): Url {
  const reason = urlError(text);
  if (reason === undefined) return new Url(text);
  throw new EvaluationError(`URL parse error during conversion from string: ${reason}`);
}

/** As Go writes a path: what must be escaped is. */
function escaped(path: string): string {
  return path.replaceAll(/[^A-Za-z\d\-._~!$&'()*+,;=:@/%[\]]/gu, (character) => encodeURIComponent(character));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** A list of values by each key. */
function queryOf({ query }: Url): PlainMap {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&').filter((one) => one !== '' && !one.includes(';'))) {
    const at = pair.indexOf('=');
    const [key, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    found.set(decoded(key), [...(found.get(decoded(key)) ?? []), decoded(value)]);
  }
  return new PlainMap([...found].map(([key, values]) => [key, list(values)] as const));
}

function part(name: string, id: string, of: (url: Url) => string): FunctionDeclaration {
  return declare(name, memberOverload(id, '(kubernetes.URL) -> string', of, UNIT));
}

export const URLS: readonly FunctionDeclaration[] = [
  declare('url', overload('string_to_url', '(string) -> kubernetes.URL', urlOf, traversalOf(0, { keeps: true }))),
  declare('isURL', overload('is_url_string', '(string) -> bool', isRequestURI)),
  part('getScheme', 'url_get_scheme', ({ scheme }) => scheme),
  part('getHost', 'url_get_host', ({ host }) => host),
  part('getHostname', 'url_get_hostname', ({ hostname }) => hostname),
  part('getPort', 'url_get_port', ({ port }) => port),
  part('getEscapedPath', 'url_get_escaped_path', ({ path }) => escaped(path)),
  declare('getQuery', memberOverload('url_get_query', '(kubernetes.URL) -> map(string, list(string))', queryOf, UNIT)),
];
