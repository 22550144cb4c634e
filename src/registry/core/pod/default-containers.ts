/** Defaults of a pod's containers. Source: pkg/apis/core/v1/{defaults,zz_generated.defaults}.go. */
import {
  type Container,
  type Handler,
  type Probe,
  type ResourceRequirements,
} from '../../../apis/core/pod-container.js';
import { imageTag } from './image-tag.js';

/** Containers of every sort: those of the pod, of its initialization, and ephemeral ones. */
export function defaultContainer(container: Container): void {
  container.imagePullPolicy ||= imageTag(container.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent';
  container.terminationMessagePath ||= '/dev/termination-log';
  container.terminationMessagePolicy ||= 'File';
  for (const port of container.ports ?? []) port.protocol ||= 'TCP';
  for (const { valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef !== undefined) valueFrom.fieldRef.apiVersion ||= 'v1';
    if (valueFrom?.fileKeyRef !== undefined) valueFrom.fileKeyRef.optional ??= false;
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) defaultProbe(probe);
  }
  defaultHandler(container.lifecycle?.postStart);
  defaultHandler(container.lifecycle?.preStop);
}

function defaultProbe(probe: Probe): void {
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc !== undefined) probe.grpc.service ??= '';
  defaultHandler(probe);
}

function defaultHandler(handler: Handler | undefined): void {
  if (handler?.httpGet === undefined) return;
  handler.httpGet.path ||= '/';
  handler.httpGet.scheme ||= 'HTTP';
}

/** A limit is also the request where there is none. */
export function defaultRequests(resources: ResourceRequirements | undefined): void {
  if (resources?.limits === undefined) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

/** CPU and memory that are asked for change without a restart, where nothing else is said. */
export function defaultResizePolicy(container: Container): void {
  for (const resourceName of ['cpu', 'memory']) {
    if (container.resources?.requests?.[resourceName] === undefined) continue;
    if (container.resizePolicy?.some((policy) => policy.resourceName === resourceName) === true) continue;
    (container.resizePolicy ??= []).push({ resourceName, restartPolicy: 'NotRequired' });
  }
}

export function defaultHTTPProtocols({ livenessProbe, readinessProbe, startupProbe, lifecycle }: Container): void {
  for (const handler of [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop]) {
    if (handler?.httpGet !== undefined) handler.httpGet.protocol ??= 'HTTP1';
  }
}

/** On the host's network a container's port is the host's. */
export function defaultHostPorts(containers: readonly Container[] | undefined): void {
  for (const container of containers ?? []) {
    for (const port of container.ports ?? []) {
      if ((port.hostPort ?? 0) === 0 && port.containerPort !== undefined) port.hostPort = port.containerPort;
    }
  }
}
