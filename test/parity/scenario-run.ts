import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, AnswerReader, ask } from './answer.js';
import { maskedPath, Normaliser } from './normaliser.js';
import { type RecordedStep } from './recording.js';
import { type Captures, evaluated, type Scenario, type Step } from './step.js';
import { type ApiRequest, type Transport } from './transport.js';
import { filled, isObject, valueAt, without } from './values.js';

export interface RunOptions {
  readonly transport: Transport;
  /** Host and port, as answers may quote them. */
  readonly host: string;
  readonly minor: number;
  /** Default 'admin-token'. */
  readonly adminToken?: string;
  /** Multiplies the scenarios' settle times; default 0, no waiting. */
  readonly settleFactor?: number;
  /** Multiplies the time that a stream which is not waited out is read; default 1. */
  readonly watchFactor?: number;
  /** Milliseconds for which an `until` is asked again; default 5000. */
  readonly patience?: number;
  readonly onStep?: (scenario: string, step: RecordedStep) => void;
}

const COMPARED_HEADERS = ['content-type', 'allow', 'warning', 'www-authenticate', 'location'];
const LONGEST_PAUSE = 200;

/** Plays a scenario once and gives the normalised answers of the steps that this minor has. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<RecordedStep[]> {
  const run = new ScenarioRun(scenario, options);
  const steps: RecordedStep[] = [];
  for (const step of scenario.steps) {
    if (step.versions !== undefined && !evaluated(step.versions)(options.minor)) continue;
    const recorded = await run.play(step);
    options.onStep?.(scenario.name, recorded);
    steps.push(recorded);
  }
  return steps;
}

interface Played {
  readonly answer: Answer;
  readonly body: unknown;
}

class ScenarioRun {
  readonly #scenario: Scenario;
  readonly #options: RunOptions;
  readonly #run = Math.random().toString(36).slice(2, 7);
  readonly #captures: Captures;
  readonly #normaliser: Normaliser;
  readonly #open = new Map<string, AnswerReader>();

  constructor(scenario: Scenario, options: RunOptions) {
    this.#scenario = scenario;
    this.#options = options;
    this.#captures = { run: this.#run, ...scenario.vars };
    this.#normaliser = new Normaliser(options.host, scenario.dropGenerated);
  }

  async play(step: Step): Promise<RecordedStep> {
    const settle = (step.settle ?? 0) * (this.#options.settleFactor ?? 0);
    if (settle > 0) await delay(settle);
    const played = await this.#askUntil(step);
    this.#capture(step, played);
    const compared = this.#compared(step, played);
    const path = filled(step.path ?? `collect ${step.collect ?? ''}`, this.#captures) + queryOf(step.query);
    return { step: step.name, method: step.method ?? 'GET', path: maskedPath(path, this.#run), ...compared };
  }

  async #askUntil(step: Step): Promise<Played> {
    const deadline = Date.now() + (this.#options.patience ?? 5000);
    const context = { captures: this.#captures, minor: this.#options.minor };
    for (let pause = 5; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
      const answer = await this.#ask(step);
      const body = this.#parsed(step, answer);
      const met = step.until === undefined || evaluated(step.until)(body, answer.status, context);
      if (met || Date.now() > deadline) return { answer, body };
      await delay(pause);
    }
  }

  async #ask(step: Step): Promise<Answer> {
    if (step.collect !== undefined) {
      return this.#open.get(step.collect)?.closed() ?? { status: 0, headers: {}, raw: '', ended: false };
    }
    if (step.watch?.open === undefined) {
      return ask(this.#options.transport, this.#request(step), this.#readingTime(step));
    }
    const reader = new AnswerReader(await this.#options.transport.send(this.#request(step)));
    this.#open.set(step.watch.open, reader);
    return reader.opened();
  }

  #readingTime({ watch }: Step): number | undefined {
    if (watch === undefined) return undefined;
    return (watch.ms ?? 1500) * (watch.end === true ? 1 : (this.#options.watchFactor ?? 1));
  }

  #request(step: Step): ApiRequest {
    const as = filled(step.as ?? 'admin', this.#captures);
    const token = as === 'admin' ? (this.#options.adminToken ?? 'admin-token') : as;
    const body = this.#body(step);
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const given = filled(step.headers ?? {}, this.#captures);
    const headers = {
      Accept: 'application/json',
      ...(raw ? {} : { 'Content-Type': 'application/json' }),
      ...(as === 'admin' ? { Authorization: `Bearer ${token}` } : {}),
      ...given,
      ...(as === 'admin' || as === 'anonymous' ? {} : { Authorization: `Bearer ${token}` }),
    };
    const sent = raw ? body : JSON.stringify(body);
    return {
      method: step.method ?? 'GET',
      path: filled(step.path ?? '', this.#captures) + queryOf(filled(step.query, this.#captures)),
      headers,
      ...(sent === undefined ? {} : { body: sent }),
      streaming: step.watch !== undefined,
    };
  }

  #body(step: Step): unknown {
    if (typeof step.body === 'function') return (step.body as (captures: Captures) => unknown)(this.#captures);
    return Buffer.isBuffer(step.body) ? step.body : filled(step.body, this.#captures);
  }

  #parsed(step: Step, answer: Answer): unknown {
    const events = (step.watch && step.watch.open === undefined) || step.collect !== undefined;
    try {
      if (!events) return JSON.parse(answer.raw) as unknown;
      const lines = answer.raw.split('\n').filter(Boolean);
      const parsed = lines.map((line) => JSON.parse(line) as unknown);
      if (step.watch?.end) parsed.push(answer.ended ? 'stream ended' : 'still open');
      return this.#scenario.dropPlainBookmarks ? parsed.filter((event) => !isPlainBookmark(event)) : parsed;
    } catch {
      return answer.raw;
    }
  }

  #capture(step: Step, { answer, body }: Played): void {
    for (const [name, path] of Object.entries(step.capture ?? {})) {
      const value = path === '$' ? answer.raw : valueAt(body, path);
      const decode = step.decode?.includes(name) === true && typeof value === 'string';
      this.#captures[name] = decode ? Buffer.from(value, 'base64').toString('utf8') : value;
    }
  }

  #compared(step: Step, played: Played): Pick<RecordedStep, 'status' | 'headers' | 'body'> {
    const { answer } = played;
    this.#normaliser.keepManagedFields = step.keepManagedFields ?? false;
    const body = this.#normaliser.value(this.#selected(step, played));
    if (this.#scenario.sortItems !== false && isObject(body) && Array.isArray(body.items)) sortByName(body.items);
    const headers: Record<string, string> = {};
    for (const name of [...COMPARED_HEADERS, ...(step.keepHeaders ?? [])]) {
      const value = answer.headers[name];
      if (value !== undefined && value !== '') headers[name] = this.#normaliser.text(String(value));
    }
    let text = JSON.stringify({ status: answer.status, headers, body }).replaceAll(this.#run, '<run>');
    for (const [pattern, mask] of [...(this.#scenario.mask ?? []), ...(step.mask ?? [])]) {
      text = text.replace(new RegExp(pattern, 'g'), mask);
    }
    return JSON.parse(text) as Pick<RecordedStep, 'status' | 'headers' | 'body'>;
  }

  #selected(step: Step, { answer, body }: Played): unknown {
    if (step.only !== undefined) return Object.fromEntries(step.only.map((path) => [path, valueAt(body, path)]));
    const kept = without(body, [...(this.#scenario.ignore ?? []), ...(step.ignore ?? [])]);
    if (step.project === undefined) return kept;
    try {
      return step.project(kept, this.#captures, answer.status) ?? null;
    } catch {
      // Of another shape than the projection knows: compared whole.
      return kept;
    }
  }
}

function queryOf(query: Step['query']): string {
  return query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
}

function isPlainBookmark(event: unknown): boolean {
  return isObject(event) && event.type === 'BOOKMARK' && !JSON.stringify(event).includes('initial-events-end');
}

function sortByName(items: unknown[]): void {
  const key = (item: unknown): string =>
    `${String(valueAt(item, 'metadata.namespace'))}/${String(valueAt(item, 'metadata.name'))}`;
  items.sort((a, b) => key(a).localeCompare(key(b)));
}
