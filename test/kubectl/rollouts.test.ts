/** kubectl's commands for workloads, with pods that nodes run: rollouts, their history and the way back, scaling, jobs. */
import { describe, expect, it } from 'vitest';
import { type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const ROWS = [
  { kubectl: '1.35.2', kubernetesVersion: '1.37' },
  { kubectl: '1.24.0', kubernetesVersion: '1.24' },
] as const;

describe.each(ROWS)('kubectl $kubectl on $kubernetesVersion', ({ kubectl: version, kubernetesVersion }) => {
  const withKubectl = workbench(version, { kubernetesVersion, simulateNodes: 2 });

  it('rolls a deployment out, back, and on', { timeout: SESSION_TIMEOUT }, (context) =>
    withKubectl(context, async (kubectl) => {
      const run = commands(kubectl);
      await run(['apply', '-f', '-'], workload('Deployment', 'web', { replicas: 3 }));
      await run(['wait', '--for=condition=Available', 'deployment/web', '--timeout=30s']);
      expect(await run(['rollout', 'status', 'deployment/web'])).toBe('deployment "web" successfully rolled out\n');
      await run(['set', 'image', 'deployment/web', 'main=example.test/app:2']);
      await run(['rollout', 'status', 'deployment/web', '--timeout=30s']);
      expect(await run(['rollout', 'history', 'deployment/web'])).toMatch(/\n1 +<none>\n2 +<none>\n/);
      expect(await run(['rollout', 'history', 'deployment/web', '--revision=1'])).toContain('example.test/app:1');
      expect(await run(['rollout', 'undo', 'deployment/web'])).toBe('deployment.apps/web rolled back\n');
      await run(['rollout', 'status', 'deployment/web', '--timeout=30s']);
      expect(await run(['get', 'pods', '-l', 'app=web', '-o', IMAGES])).toMatch(/^(example\.test\/app:1 ){3,}$/);
      expect(await run(['rollout', 'history', 'deployment/web'])).toMatch(/\n2 +<none>\n3 +<none>\n/);

      await run(['rollout', 'pause', 'deployment/web']);
      await run(['set', 'image', 'deployment/web', 'main=example.test/app:3']);
      await run(['rollout', 'resume', 'deployment/web']);
      await run(['rollout', 'restart', 'deployment/web']);
      await run(['rollout', 'status', 'deployment/web', '--timeout=30s']);
      await run(['scale', 'deployment/web', '--replicas=1']);
      await run(['rollout', 'status', 'deployment/web', '--timeout=30s']);
      expect(await run(['get', 'deployment/web', '-o', 'jsonpath={.status.readyReplicas}'])).toBe('1');
      expect(await run(['autoscale', 'deployment/web', '--min=1', '--max=3'])).toMatch(/web autoscaled\n$/);
      await run(['delete', 'deployment/web', '--cascade=foreground', '--timeout=30s']);
      expect(await run(['get', 'replicasets', '-l', 'app=web', '-o', 'name'])).toBe('');
    }),
  );

  it.for(['StatefulSet', 'DaemonSet'])('rolls a %s out and back', { timeout: SESSION_TIMEOUT }, (kind, context) =>
    withKubectl(context, async (kubectl) => {
      const run = commands(kubectl);
      const name = `${kind.toLowerCase()}/it`;
      const spec = kind === 'StatefulSet' ? { replicas: 2, serviceName: 'it' } : {};
      await run(['apply', '-f', '-'], workload(kind, 'it', spec));
      await run(['rollout', 'status', name, '--timeout=30s']);
      await run(['set', 'image', name, 'main=example.test/app:2']);
      await run(['rollout', 'status', name, '--timeout=30s']);
      expect(await run(['rollout', 'history', name])).toMatch(/\n1 +<none>\n2 +<none>\n/);
      await run(['rollout', 'undo', name]);
      await run(['rollout', 'status', name, '--timeout=30s']);
      expect(await run(['get', name, '-o', 'jsonpath={.spec.template.spec.containers[0].image}'])).toBe(
        'example.test/app:1',
      );
      // The first revision comes back under a higher number.
      expect(await run(['rollout', 'history', name])).toMatch(/\n2 +<none>\n3 +<none>\n/);
      await run(['delete', name]);
    }),
  );

  it('runs a job, also of a cron job', { timeout: SESSION_TIMEOUT }, (context) =>
    withKubectl(context, async (kubectl) => {
      const run = commands(kubectl);
      await run(['create', 'job', 'once', '--image=example.test/app:1']);
      await run(['wait', '--for=condition=complete', 'job/once', '--timeout=30s']);
      await run(['create', 'cronjob', 'often', '--image=example.test/app:1', '--schedule=0 0 1 1 *']);
      await run(['create', 'job', 'now', '--from=cronjob/often']);
      await run(['wait', '--for=condition=complete', 'job/now', '--timeout=30s']);
      expect(await run(['get', 'job/now', '-o', 'jsonpath={.status.succeeded}'])).toBe('1');
      expect(await run(['get', 'events', '-o', REASONS])).toContain(' Completed ');
    }),
  );
});

const IMAGES = 'jsonpath={range .items[*]}{.spec.containers[0].image} {end}';
const REASONS = 'jsonpath={range .items[*]} {.reason} {end}';

/** Runs commands that must succeed, and gives what they print. */
function commands(kubectl: Kubectl): (args: readonly string[], stdin?: string) => Promise<string> {
  return async (args, stdin) => {
    const { exit, stdout, stderr } = await runKubectl(kubectl, ['-n', 'default', ...args], stdin);
    expect({ args, exit, stderr: exit === 0 ? '' : stderr }).toEqual({ args, exit: 0, stderr: '' });
    return stdout;
  };
}

function workload(kind: string, name: string, spec: Readonly<Record<string, unknown>>): string {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.test/app:1' }] } };
  const metadata = { name, namespace: 'default' };
  return JSON.stringify({
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: { ...spec, selector: { matchLabels: labels }, template },
  });
}
