import { expect, it } from 'vitest';
import { admissionPlugins, createAdmission } from '../../../src/admission/index.js';
import { type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { attributes, authorizerOf, getterOf } from './attributes.js';

it('has upstream’s order', () => {
  const features = resolveFeatures({ version: undefined, featureGates: undefined });
  const dependencies = { getter: getterOf({}), authorizer: authorizerOf(), random: new SeededRandom(1), features };
  const names = admissionPlugins(dependencies).map(({ name }) => name);
  expect(names).toEqual([
    'NamespaceLifecycle',
    'ServiceAccount',
    'TaintNodesByCondition',
    'Priority',
    'DefaultTolerationSeconds',
    'CertificateApproval',
    'CertificateSigning',
    'ClusterTrustBundleAttest',
    'CertificateSubjectRestriction',
    'ValidatingAdmissionPolicy',
  ]);
});

it('asks one plug-in after another, up to the first refusal', async () => {
  const asked: string[] = [];
  const plugin = (name: string, refuse = false): AdmissionPlugin => ({
    name,
    admit() {
      asked.push(`admit ${name}`);
      return refuse ? Promise.reject(new Error(name)) : Promise.resolve();
    },
    validate() {
      asked.push(`validate ${name}`);
      return Promise.resolve();
    },
  });
  const admission = createAdmission([plugin('a'), { name: 'silent' }, plugin('b', true), plugin('c')]);
  await expect(admission.admit(attributes())).rejects.toThrow('b');
  await admission.validate(attributes());
  expect(asked).toEqual(['admit a', 'admit b', 'validate a', 'validate b', 'validate c']);
});
