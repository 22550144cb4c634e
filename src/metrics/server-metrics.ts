/** Counts what the request pipeline tells. Sources: k8s.io/apiserver/pkg/endpoints/{metrics,filters}/metrics.go, pkg/authorization/metrics. */
import { type Features } from '../features/features.js';
import { requestDurationBuckets } from '../features/metric-definitions.js';
import { InflightRequests } from './inflight.js';
import {
  type AuthenticationResult,
  type AuthorizationResult,
  type ObservedRequest,
  type RequestObserver,
} from './observer.js';
import { longRunningLabels, type RequestLabels, requestLabels } from './request-labels.js';
import { type Cell, type HistogramCell, Histograms, labelText, Numbers } from './series.js';

/** Powers of a base, as Prometheus makes buckets. */
function powers(first: number, base: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Number((first * base ** i).toPrecision(12)));
}

const AUTH_BUCKETS = powers(0.001, 2, 15);
const SIZE_BUCKETS = powers(1000, 10, 7);

/** What the requests of one sort are counted in. */
interface Series {
  readonly labels: RequestLabels;
  readonly codes: Map<number, Cell>;
  readonly duration: HistogramCell;
  readonly size: HistogramCell | undefined;
}

/** Who is told apart by name; the rest are many. */
const NAMED_USERS = ['admin', 'client', 'kube_proxy', 'kubelet', 'system:serviceaccount:kube-system:default'];

export class ServerMetrics implements RequestObserver {
  readonly requests = new Numbers();
  readonly durations: Histograms;
  readonly sizes = new Histograms(SIZE_BUCKETS);
  readonly longRunningRequests = new Numbers();
  readonly deprecatedRequests = new Numbers();
  readonly events = new Numbers();
  readonly users = new Numbers();
  readonly authentications = new Numbers();
  readonly authenticationDurations = new Histograms(AUTH_BUCKETS);
  readonly authorizations = new Numbers();
  readonly authorizationDurations = new Histograms(AUTH_BUCKETS);
  readonly decisions = new Numbers();
  readonly dispatches = new Numbers();
  readonly inflight: InflightRequests;
  readonly now: () => number;
  readonly #eventKind: 'kind' | 'resource';
  /** Request infos of URLs that come again and again are the same object each time. */
  readonly #series = new WeakMap<object, Map<string, Series>>();

  /** `now`: milliseconds since the epoch. */
  constructor(features: Features, now: () => number) {
    this.now = now;
    this.durations = new Histograms(requestDurationBuckets(features));
    this.inflight = new InflightRequests(now);
    this.#eventKind = features.behaviours.watchEventsCountedByResource ? 'resource' : 'kind';
  }

  authenticated(result: AuthenticationResult, username: string, milliseconds: number): void {
    const labels = `result="${result}"`;
    this.authentications.cell(labels).value++;
    this.authenticationDurations.observe(this.authenticationDurations.cell(labels), milliseconds / 1000);
    if (result === 'success') this.users.cell(`username="${compressed(username)}"`).value++;
  }

  authorized(result: AuthorizationResult, milliseconds: number): void {
    const labels = `result="${result}"`;
    this.authorizations.cell(labels).value++;
    this.authorizationDurations.observe(this.authorizationDurations.cell(labels), milliseconds / 1000);
  }

  /** An authorizer of the chain allowed or denied. */
  decided(type: string, name: string, decision: 'allowed' | 'denied'): void {
    this.decisions.cell(`decision="${decision}",name="${name}",type="${type}"`).value++;
  }

  dispatched({ schema, level }: { readonly schema: string; readonly level: string }): void {
    this.dispatches.cell(labelText({ flow_schema: schema, priority_level: level })).value++;
  }

  begin(method: string): void {
    this.inflight.begin(method);
  }

  end(method: string): void {
    this.inflight.end(method);
  }

  answered(request: ObservedRequest, code: number, bytes: number, milliseconds: number): void {
    const { trace, info } = request;
    if (trace.routed === undefined) return;
    const { codes, duration, size, labels } = this.#seriesOf(request);
    let cell = codes.get(code);
    if (cell === undefined) codes.set(code, (cell = this.requests.cell(`code="${String(code)}",${labels.whole}`)));
    cell.value++;
    this.durations.observe(duration, milliseconds / 1000);
    if (size !== undefined) this.sizes.observe(size, bytes);
    if (trace.deprecated === undefined) return;
    const { apiGroup: group, apiVersion: version, resource, subresource } = info;
    const removed = { group, version, resource, subresource, removed_release: trace.deprecated };
    this.deprecatedRequests.cell(labelText(removed)).value = 1;
  }

  longRunning(request: ObservedRequest): () => void {
    const cell = this.longRunningRequests.cell(longRunningLabels(request));
    cell.value++;
    return () => {
      cell.value--;
    };
  }

  watchEvents({ info }: ObservedRequest, kind: string, count: number): void {
    const what = this.#eventKind === 'kind' ? { kind } : { resource: info.resource };
    this.events.cell(labelText({ group: info.apiGroup, version: info.apiVersion, ...what })).value += count;
  }

  #seriesOf(request: ObservedRequest): Series {
    const { info, method, contentType, query } = request;
    let known = this.#series.get(info);
    if (known === undefined) this.#series.set(info, (known = new Map<string, Series>()));
    // One request info stands for one path, method and query; the media type alone may differ.
    const key = method === 'PATCH' ? contentType : '';
    let series = query.size === 0 ? known.get(key) : undefined;
    if (series === undefined) {
      const labels = requestLabels(request);
      const reads = labels.verb === 'GET' || labels.verb === 'LIST';
      series = {
        labels,
        codes: new Map(),
        duration: this.durations.cell(labels.whole),
        size: reads ? this.sizes.cell(labels.withoutDryRun) : undefined,
      };
      known.set(key, series);
    }
    return series;
  }
}

function compressed(username: string): string {
  if (NAMED_USERS.includes(username)) return username;
  return username.includes('@') ? 'email_id' : 'other';
}
