/** What one look at a deployment works with. */
import { type Deployment, type DeploymentStatus, type ReplicaSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { type ResourceClient } from '../../client/client.js';
import { type Clock } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { type EventRecorder } from '../event-recorder.js';
import { type Informer } from '../informer.js';
import { sameStatus } from '../status.js';
import { hasReplicasAnnotations, replicasAnnotations } from './annotations.js';
import { calculateStatus, type DeploymentFacts } from './status.js';

export interface DeploymentEnvironment {
  readonly features: Features;
  readonly schemas: Schemas;
  readonly clock: Clock;
  readonly deployments: ResourceClient<Deployment>;
  readonly replicaSets: ResourceClient<ReplicaSet>;
  readonly knownReplicaSets: Informer<ReplicaSet>;
  readonly pods: Informer<Pod>;
  readonly recorder: EventRecorder;
}

export class Pass {
  readonly environment: DeploymentEnvironment;
  /** Those that the deployment controls. */
  readonly replicaSets: readonly ReplicaSet[];
  /** As it was written last. */
  deployment: Deployment;

  constructor(environment: DeploymentEnvironment, deployment: Deployment, replicaSets: readonly ReplicaSet[]) {
    this.environment = environment;
    this.deployment = deployment;
    this.replicaSets = replicaSets;
  }

  get namespace(): string {
    return this.deployment.metadata.namespace ?? '';
  }

  get now(): number {
    return this.environment.clock.now();
  }

  /** Writes the status, and the annotations with it. */
  async writeStatus(status: DeploymentStatus, annotations = this.deployment.metadata.annotations ?? {}): Promise<void> {
    const { deployment } = this;
    const metadata = { ...deployment.metadata, annotations };
    this.deployment = await this.environment.deployments.updateStatus(this.namespace, {
      ...deployment,
      metadata,
      status,
    });
  }

  facts(all: readonly (ReplicaSet | undefined)[], newest: ReplicaSet | undefined): DeploymentFacts {
    return { deployment: this.deployment, all, newest, features: this.environment.features, now: this.now };
  }

  async syncStatus(old: readonly ReplicaSet[], newest: ReplicaSet | undefined): Promise<void> {
    const status = calculateStatus(this.facts([...old, newest], newest));
    if (!sameStatus(status, this.deployment.status)) await this.writeStatus(status);
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.environment.recorder.record(this.deployment, type, reason, message);
  }

  /** The replica set after it was given another size; undefined: it had it. `force`: its annotations are looked at anyway. */
  async resize(replicaSet: ReplicaSet, size: number, force = false): Promise<ReplicaSet | undefined> {
    const { environment, deployment } = this;
    const { replicas: before = 0 } = replicaSet.spec;
    if (size === before && (!force || hasReplicasAnnotations(replicaSet, deployment))) return undefined;
    const { metadata, spec } = replicaSet;
    const annotations = { ...metadata.annotations, ...replicasAnnotations(deployment) };
    const next = { ...replicaSet, metadata: { ...metadata, annotations }, spec: { ...spec, replicas: size } };
    const written = await environment.replicaSets.update(this.namespace, next);
    if (size === before) return undefined;
    const change = resizing(before, size, metadata.name ?? '', environment.features);
    this.event('Normal', 'ScalingReplicaSet', `Scaled ${change}`);
    return written;
  }

  /** What an event says of a replica set that is new. */
  eventOfCreation({ metadata, spec }: ReplicaSet): void {
    const { replicas = 0 } = spec;
    const { features } = this.environment;
    const [name, size] = [metadata.name ?? '', String(replicas)];
    const change = features.behaviours.scalingEvents === 'from to' ? `${name} from 0 to ${size}` : `${name} to ${size}`;
    if (replicas > 0) this.event('Normal', 'ScalingReplicaSet', `Scaled up replica set ${change}`);
  }
}

function resizing(before: number, after: number, name: string, { behaviours }: Features): string {
  const [from, to] = [`from ${String(before)}`, `to ${String(after)}`];
  const wordings = { to, 'to from': `${to} ${from}`, 'from to': `${from} ${to}` };
  return `${after > before ? 'up' : 'down'} replica set ${name} ${wordings[behaviours.scalingEvents]}`;
}
