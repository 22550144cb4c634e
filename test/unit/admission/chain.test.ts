import { expect, it } from 'vitest';
import { admissionPlugins, createAdmission } from '../../../src/admission/index.js';
import { type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { admissionPluginsOf } from '../../../src/features/admission-plugins.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { attributes, dependenciesOf } from './attributes.js';

const served = (minor: number): string[] =>
  admissionPluginsOf(minor)
    .filter(({ isServed = true }) => isServed)
    .map(({ name }) => name);

it.each([20, 24, 29, 37])('has every plug-in of 1.%i that is served, in upstream’s order', (minor) => {
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates: undefined });
  const plugins = admissionPlugins(dependenciesOf({}, features), new Set(served(minor)));
  expect(plugins.map(({ name }) => name)).toEqual(served(minor));
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
