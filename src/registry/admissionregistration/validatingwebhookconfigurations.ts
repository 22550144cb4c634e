/** Source: pkg/registry/admissionregistration/validatingwebhookconfiguration. */
import { defineBehaviour } from '../behaviour.js';
import { webhookBehaviour, type WebhookConfiguration } from './webhooks.js';

export const validatingwebhookconfigurations = defineBehaviour<WebhookConfiguration>({
  ...webhookBehaviour(false),
  resource: 'validatingwebhookconfigurations',
});
