/** Every kubectl that npm has, with a server of its own minor and with the newest: everyday commands, and no warnings. */
import { describe, expect, it } from 'vitest';
import { KUBECTL_VERSIONS } from './binaries.js';
import { type Kubectl, runKubectl } from './command.js';
import { SESSION_TIMEOUT, workbench } from './workbench.js';

const NEWEST = '1.37';

const MATRIX = KUBECTL_VERSIONS.flatMap((kubectl) =>
  [kubectl.split('.').slice(0, 2).join('.'), NEWEST].map((kubernetesVersion) => ({ kubectl, kubernetesVersion })),
);

const APPLIED = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  color: green
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: nginx
        image: nginx
        ports:
        - containerPort: 80
`;

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.matrix.example.com
spec:
  group: matrix.example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wg]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - {name: Size, type: integer, jsonPath: .spec.size}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {type: integer, description: How large it is.}
`;

const WIDGET = `apiVersion: matrix.example.com/v1
kind: Widget
metadata: {name: small}
spec: {size: 1}
`;

describe.each(MATRIX)(
  'kubectl $kubectl with Kubernetes $kubernetesVersion',
  ({ kubectl: version, kubernetesVersion }) => {
    const withKubectl = workbench(version, { kubernetesVersion });

    it('does the everyday work', { timeout: SESSION_TIMEOUT }, async (context) => {
      await withKubectl(context, async (kubectl) => {
        const k = (...args: string[]): Promise<string> => quietly(kubectl, ['-n', 'shop', ...args]);
        const apply = (text: string): Promise<string> => quietly(kubectl, ['-n', 'shop', 'apply', '-f', '-'], text);

        expect(await k('create', 'namespace', 'shop')).toBe('namespace/shop created\n');
        expect(await k('create', 'configmap', 'made', '--from-literal=a=b')).toBe('configmap/made created\n');
        expect(await apply(APPLIED)).toBe('configmap/settings created\ndeployment.apps/web created\n');
        expect(await apply(APPLIED.replace('green', 'red'))).toBe(
          'configmap/settings configured\ndeployment.apps/web unchanged\n',
        );

        expect(await k('get', 'deployments')).toMatch(
          /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0\/2 +0 +0 +\d+s\n$/,
        );
        expect(await k('get', 'deploy', 'web', '-o', 'wide')).toMatch(
          / CONTAINERS +IMAGES +SELECTOR\n.* nginx +nginx +app=web\n$/,
        );
        expect(await k('get', 'cm', 'settings', '-o', 'yaml')).toMatch(
          /^apiVersion: v1\ndata:\n {2}color: red\nkind: ConfigMap\n/,
        );
        expect(await k('explain', 'deployment.spec.replicas')).toMatch(
          /^(?:GROUP: +apps\n)?KIND: +Deployment\nVERSION: +(?:apps\/)?v1\n/,
        );
        expect(await k('explain', 'serviceaccount')).toContain('automountServiceAccountToken');

        expect(await k('label', 'configmap', 'settings', 'tier=front')).toBe('configmap/settings labeled\n');
        expect(await k('get', 'cm', '-l', 'tier=front', '-o', 'name')).toBe('configmap/settings\n');
        expect(await k('patch', 'cm', 'settings', '-p', '{"data":{"size":"9"}}')).toBe('configmap/settings patched\n');
        expect(await k('get', 'cm', 'settings', '-o', 'jsonpath={.data}')).toBe('{"color":"red","size":"9"}');
        expect(await k('scale', 'deployment', 'web', '--replicas=3')).toBe('deployment.apps/web scaled\n');

        expect(await apply(DEFINITION)).toBe(
          'customresourcedefinition.apiextensions.k8s.io/widgets.matrix.example.com created\n',
        );
        expect(await k('wait', '--for=condition=Established', 'crd/widgets.matrix.example.com', '--timeout=10s')).toBe(
          'customresourcedefinition.apiextensions.k8s.io/widgets.matrix.example.com condition met\n',
        );
        expect(await apply(WIDGET)).toBe('widget.matrix.example.com/small created\n');
        expect(await k('get', 'wg')).toMatch(/^NAME +SIZE\nsmall +1\n$/);
        expect(await k('explain', 'widgets.spec.size')).toContain('How large it is.');

        const resources = await k('api-resources', '-o', 'name');
        for (const name of ['serviceaccounts', 'tokenreviews.authentication.k8s.io', 'widgets.matrix.example.com']) {
          expect(resources.split('\n')).toContain(name);
        }

        expect(await k('delete', 'deployment', 'web')).toMatch(/^deployment.apps "web" deleted/);
        expect(await quietly(kubectl, ['delete', 'crd', 'widgets.matrix.example.com'])).toMatch(
          /"widgets.matrix.example.com" deleted/,
        );
        expect(await quietly(kubectl, ['delete', 'namespace', 'shop'])).toMatch(/^namespace "shop" deleted/);
      });
    });
  },
);

/** What the command prints; that it says nothing else is expected. */
async function quietly(kubectl: Kubectl, args: readonly string[], stdin?: string): Promise<string> {
  const result = await runKubectl(kubectl, args, stdin);
  expect(result, `kubectl ${args.join(' ')}`).toMatchObject({ exit: 0, stderr: '' });
  return result.stdout;
}
