/** What kubelets tell of containers. Source: pkg/kubelet/{kuberuntime/kuberuntime_container.go,images/image_manager.go}. */
import { type Pod } from '../../apis/core/pod.js';
import { type Behaviours } from '../../features/behaviours.js';
import { type RoledContainer } from './containers.js';

export type Tell = (pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string) => void;

const PULL_TIME = '1ms';
const IMAGE_SIZE = 1_048_576;

export class ContainerEvents {
  readonly #tell: Tell;
  readonly #behaviours: Behaviours;
  readonly #ensuresPulled: boolean;

  /** @param ensuresPulled the gate KubeletEnsureSecretPulledImages */
  constructor(tell: Tell, behaviours: Behaviours, ensuresPulled: boolean) {
    this.#tell = tell;
    this.#behaviours = behaviours;
    this.#ensuresPulled = ensuresPulled;
  }

  pulled(pod: Pod, { container, fieldPath }: RoledContainer): void {
    const image = JSON.stringify(container.image ?? '');
    if (container.imagePullPolicy !== 'Always') {
      const access = this.#ensuresPulled ? ' and can be accessed by the pod' : '';
      this.#tell(pod, 'Normal', 'Pulled', `Container image ${image} already present on machine${access}`, fieldPath);
      return;
    }
    this.#tell(pod, 'Normal', 'Pulling', `Pulling image ${image}`, fieldPath);
    const { imagePulledText } = this.#behaviours;
    const waiting = imagePulledText === 'duration' ? '' : ` (${PULL_TIME} including waiting)`;
    const size = imagePulledText === 'durations and size' ? `. Image size: ${String(IMAGE_SIZE)} bytes.` : '';
    const message = `Successfully pulled image ${image} in ${PULL_TIME}${waiting}${size}`;
    this.#tell(pod, 'Normal', 'Pulled', message, fieldPath);
  }

  pullFailed(pod: Pod, { container, fieldPath }: RoledContainer, error: string): void {
    const image = JSON.stringify(container.image ?? '');
    this.#tell(pod, 'Normal', 'Pulling', `Pulling image ${image}`, fieldPath);
    this.#tell(pod, 'Warning', 'Failed', `Failed to pull image ${image}: ${error}`, fieldPath);
    this.failed(pod, fieldPath, 'ErrImagePull');
  }

  pullsBackOff(pod: Pod, { container, fieldPath }: RoledContainer): void {
    this.#tell(pod, 'Normal', 'BackOff', `Back-off pulling image ${JSON.stringify(container.image ?? '')}`, fieldPath);
    this.failed(pod, fieldPath, 'ImagePullBackOff');
  }

  failed(pod: Pod, fieldPath: string, message: string): void {
    this.#tell(pod, 'Warning', 'Failed', `Error: ${message}`, fieldPath);
  }

  started(pod: Pod, { name, fieldPath }: RoledContainer): void {
    const { containerEventText: text } = this.#behaviours;
    const colon = text === 'name after colon' ? ':' : '';
    const [created, started] =
      text === 'no name'
        ? ['Container created', 'Container started']
        : [`Created container${colon} ${name}`, `Started container ${name}`];
    this.#tell(pod, 'Normal', 'Created', created, fieldPath);
    this.#tell(pod, 'Normal', 'Started', started, fieldPath);
  }

  stopping(pod: Pod, { name, fieldPath }: RoledContainer): void {
    this.#tell(pod, 'Normal', 'Killing', `Stopping container ${name}`, fieldPath);
  }

  backsOff(pod: Pod, { name, fieldPath }: RoledContainer): void {
    const which = this.#behaviours.backOffEventNamesContainer ? ` ${name} in pod ${fullName(pod)}` : '';
    this.#tell(pod, 'Warning', 'BackOff', `Back-off restarting failed container${which}`, fieldPath);
  }
}

/** `web_team(0b5c…)`. */
export function fullName({ metadata: { name = '', namespace = '', uid = '' } }: Pod): string {
  return `${name}_${namespace}(${uid})`;
}
