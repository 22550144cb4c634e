"""The Python client with its defaults: objects, a token and its review, a watch, kinds it has no types for."""

import base64
import faulthandler
import threading

from kubernetes import client, config, dynamic, watch
from kubernetes.client.rest import ApiException

NAMESPACE = "python"
DEADLINE = 60


def objects(core: client.CoreV1Api) -> None:
    core.create_namespace({"metadata": {"name": NAMESPACE}})
    meta = client.V1ObjectMeta(name="s", labels={"app": "shop"})
    secret = core.create_namespaced_secret(NAMESPACE, client.V1Secret(metadata=meta, string_data={"k": "v"}))
    print("created", secret.metadata.name, secret.type, base64.b64decode(secret.data["k"]).decode())
    core.patch_namespaced_secret("s", NAMESPACE, {"metadata": {"annotations": {"a": "b"}}})
    secret = core.read_namespaced_secret("s", NAMESPACE)
    secret.data["l"] = "dw=="
    core.replace_namespaced_secret("s", NAMESPACE, secret)
    found = core.list_namespaced_secret(NAMESPACE, label_selector="app=shop", limit=1)
    print("listed", [(item.metadata.annotations, sorted(item.data)) for item in found.items])
    try:
        core.create_namespaced_secret(NAMESPACE, client.V1Secret(metadata=meta))
    except ApiException as error:
        print("again:", error.status, error.reason)
    core.delete_namespaced_secret("s", NAMESPACE)


def deployment(apps: client.AppsV1Api) -> None:
    labels = {"app": "web"}
    template = client.V1PodTemplateSpec(
        metadata=client.V1ObjectMeta(labels=labels),
        spec=client.V1PodSpec(containers=[client.V1Container(name="web", image="registry.example/web:1")]),
    )
    spec = client.V1DeploymentSpec(selector=client.V1LabelSelector(match_labels=labels), template=template)
    body = client.V1Deployment(metadata=client.V1ObjectMeta(name="web"), spec=spec)
    created = apps.create_namespaced_deployment(NAMESPACE, body)
    scaled = apps.patch_namespaced_deployment_scale("web", NAMESPACE, {"spec": {"replicas": 4}})
    print("scaled from", created.spec.replicas, "to", scaled.spec.replicas)
    apps.delete_namespaced_deployment("web", NAMESPACE)


def tokens(core: client.CoreV1Api) -> None:
    core.create_namespaced_service_account(NAMESPACE, {"metadata": {"name": "robot"}})
    request = client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=["vault"]))
    token = core.create_namespaced_service_account_token("robot", NAMESPACE, request).status.token
    authentication = client.AuthenticationV1Api()
    for audience in ["vault", "consul"]:
        spec = client.V1TokenReviewSpec(token=token, audiences=[audience])
        status = authentication.create_token_review(client.V1TokenReview(spec=spec)).status
        print(audience, bool(status.authenticated), status.user and status.user.username)


def watched(core: client.CoreV1Api) -> None:
    start = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version
    writer = threading.Thread(target=write_config_maps, args=(core,))
    writer.start()
    watcher = watch.Watch()
    for event in watcher.stream(core.list_namespaced_config_map, NAMESPACE, resource_version=start):
        print(event["type"], event["object"].metadata.name)
        if event["type"] == "DELETED":
            watcher.stop()
    writer.join()


def write_config_maps(core: client.CoreV1Api) -> None:
    core.create_namespaced_config_map(NAMESPACE, {"metadata": {"name": "m"}})
    core.patch_namespaced_config_map("m", NAMESPACE, {"data": {"a": "b"}})
    core.delete_namespaced_config_map("m", NAMESPACE)


def without_types() -> None:
    anything = dynamic.DynamicClient(client.ApiClient())
    roles = anything.resources.get(api_version="rbac.authorization.k8s.io/v1", kind="Role")
    rules = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]
    roles.create(body={"metadata": {"name": "reader"}, "rules": rules}, namespace=NAMESPACE)
    print("role of", [rule.resources for rule in roles.get(name="reader", namespace=NAMESPACE).rules])
    roles.delete(name="reader", namespace=NAMESPACE)
    served = [kind for kind in anything.resources.search() if type(kind) is dynamic.Resource]
    kinds = [kind for kind in served if "list" in (kind.verbs or [])]
    for kind in kinds:
        kind.get()
    print("listed more than 30 kinds:", len(kinds) > 30)


def main() -> None:
    faulthandler.dump_traceback_later(DEADLINE, exit=True)
    config.load_kube_config()
    core = client.CoreV1Api()
    objects(core)
    deployment(client.AppsV1Api())
    tokens(core)
    watched(core)
    without_types()


main()
