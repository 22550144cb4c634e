/** Bindings as a resource of their own, which pods/binding replaced. Source: pkg/registry/core/pod/storage/storage.go (LegacyBindingREST). */
import { defineBehaviour } from '../behaviour.js';
import { binding } from './pod/binding.js';

export const bindings = defineBehaviour({
  group: '',
  resource: 'bindings',
  virtual: (dependencies) => ({
    create(object, context, validateObject) {
      const pods = dependencies.storeOf({ group: '', resource: 'pods' });
      const storage = binding.create(dependencies, pods);
      return storage.create(object, { ...context, name: object.metadata.name ?? '' }, validateObject);
    },
  }),
  description: 'Gives a pod its node.',
});
