/** Source: pkg/registry/admissionregistration/mutatingwebhookconfiguration. */
import { defineBehaviour } from '../behaviour.js';
import { webhookBehaviour, type WebhookConfiguration } from './webhooks.js';

export const mutatingwebhookconfigurations = defineBehaviour<WebhookConfiguration>({
  ...webhookBehaviour(true),
  resource: 'mutatingwebhookconfigurations',
});
