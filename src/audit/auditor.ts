/** Notes requests by a policy and hands the events to whoever keeps them. */
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type AuditEvent, type AuditLevel, type AuditSink } from './event.js';
import { type AuditPolicy, ruleFor } from './policy.js';
import { type AuditEnvironment, type ReceivedRequest, RequestAudit } from './request-audit.js';
import { type AuditRecord, eventJson } from './text.js';

export interface AuditorOptions {
  readonly policy: AuditPolicy;
  readonly sinks: readonly AuditSink[];
  readonly clock: Clock;
  readonly features: Features;
}

export class Auditor {
  readonly #sinks: readonly AuditSink[];
  readonly #environment: AuditEnvironment;
  readonly #levels = new Map<AuditLevel, number>();
  #events = 0;

  constructor({ policy, sinks, clock, features }: AuditorOptions) {
    const { auditOmitsManagedFields, auditStatusIsWhole } = features.behaviours;
    this.#sinks = sinks;
    this.#environment = {
      ruleFor: (user, request) => {
        const rule = ruleFor(policy, user, request);
        this.#levels.set(rule.level, (this.#levels.get(rule.level) ?? 0) + 1);
        return auditOmitsManagedFields ? rule : { ...rule, omitManagedFields: false };
      },
      emit: (record) => this.#emit(record),
      now: () => clock.now(),
      wholeStatus: auditStatusIsWhole,
    };
  }

  /** Events so far. */
  get events(): number {
    return this.#events;
  }

  /** How many requests there were of each level that there was one of. */
  get levels(): ReadonlyMap<AuditLevel, number> {
    return this.#levels;
  }

  open(received: ReceivedRequest): RequestAudit {
    return new RequestAudit(this.#environment, received);
  }

  /** Resolves when every event is where it belongs. */
  async close(): Promise<void> {
    await Promise.all(this.#sinks.map((sink) => sink.close()));
  }

  #emit(record: AuditRecord): void {
    this.#events++;
    const text = eventJson(record);
    let event: AuditEvent | undefined;
    for (const sink of this.#sinks) sink.process(() => (event ??= JSON.parse(text) as AuditEvent), text);
  }
}
