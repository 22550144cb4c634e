const AGE = /(^|\s)((\d+[dhms]){1,2}|<unknown>)(?=\s|$)/g;
const OWN_LOG_LINE = /^[EWI]\d{4} /;

/** Replaces what changes from run to run in what kubectl prints; uids keep their number throughout a session. */
export class PrintedText {
  readonly #run: string;
  readonly #server: string;
  readonly #uids = new Map<string, string>();

  /**
   * @param run the random part of this run's names
   * @param server host and port, as kubectl quotes them
   */
  constructor(run: string, server: string) {
    this.#run = run;
    this.#server = server;
  }

  /** @param ignore lines that match one of these are left out */
  normalised(text: string, ignore: readonly RegExp[] = []): string {
    return this.#masked(text)
      .split('\n')
      .map((line) =>
        line
          .replace(AGE, '$1<age>')
          .replace(/[ \t]+/g, ' ')
          .trimEnd(),
      )
      .filter((line) => !OWN_LOG_LINE.test(line) && !ignore.some((pattern) => pattern.test(line)))
      .join('\n');
  }

  #masked(text: string): string {
    const namespace = Buffer.from(`s-${this.#run}`).toString('base64');
    return text
      .replace(/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '<jwt>')
      .replace(/\bZXlK[\w+/=]{40,}/g, '<base64 jwt>')
      .replace(/\bLS0tLS1CRUdJTi[\w+/=]{40,}/g, '<base64 pem>')
      .replace(/-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g, '<pem>')
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, (uid) => this.#uid(uid))
      .replace(/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>')
      .replace(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} 20\d\d \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>')
      .replace(/(resourceVersion: *|"resourceVersion": *)"?\d+"?/g, '$1<rv>')
      .replace(/(-token-|kube-api-access-)[a-z0-9]{5}\b/g, '$1<rand>')
      .replace(/\b(ca\.crt: +)\d+ bytes/g, '$1<n> bytes')
      .replaceAll(namespace, '<base64 s-run>')
      .replaceAll(this.#server, '<server>')
      .replace(/(====\n)((?:\S+: .*\n)+)/g, (_, head: string, lines: string) => `${head}${sorted(lines)}\n`)
      .replaceAll(this.#run, '<run>');
  }

  #uid(uid: string): string {
    const known = this.#uids.get(uid) ?? `<uid:${this.#uids.size + 1}>`;
    this.#uids.set(uid, known);
    return known;
  }
}

/** kubectl prints the entries of a map in any order. */
function sorted(lines: string): string {
  return lines.trimEnd().split('\n').sort().join('\n');
}
