import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AuthenticationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.AuthenticationV1TokenRequest;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1TokenRequestSpec;
import io.kubernetes.client.openapi.models.V1TokenReview;
import io.kubernetes.client.openapi.models.V1TokenReviewSpec;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The official Java client with its defaults: objects, a token and its review, an informer. */
public final class Official {
  private static final String NAMESPACE = "official";

  public static void main(String[] args) throws Exception {
    ApiClient client = Config.defaultClient();
    CoreV1Api core = new CoreV1Api(client);
    objects(core);
    tokens(core, new AuthenticationV1Api(client));
    informed(client, core);
    System.exit(0);
  }

  private static void objects(CoreV1Api core) throws ApiException {
    core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(NAMESPACE))).execute();
    var created = core.createNamespacedConfigMap(NAMESPACE, configMap("a")).execute();
    System.out.println("created " + created.getMetadata().getName());
    core.replaceNamespacedConfigMap("a", NAMESPACE, created.putDataItem("k", "w")).execute();
    var found = core.listNamespacedConfigMap(NAMESPACE).labelSelector("app=shop").limit(5).execute();
    System.out.println("listed " + found.getItems().get(0).getData());
    try {
      core.createNamespacedConfigMap(NAMESPACE, configMap("a")).execute();
    } catch (ApiException error) {
      System.out.println("again: " + error.getCode());
    }
    System.out.println("deleted: " + core.deleteNamespacedConfigMap("a", NAMESPACE).execute().getStatus());
  }

  private static void tokens(CoreV1Api core, AuthenticationV1Api authentication) throws ApiException {
    core.createNamespacedServiceAccount(NAMESPACE, new V1ServiceAccount().metadata(new V1ObjectMeta().name("robot"))).execute();
    var request = new AuthenticationV1TokenRequest().spec(new V1TokenRequestSpec().audiences(List.of("vault")));
    var token = core.createNamespacedServiceAccountToken("robot", NAMESPACE, request).execute().getStatus().getToken();
    var review = new V1TokenReview().spec(new V1TokenReviewSpec().token(token).audiences(List.of("vault")));
    var status = authentication.createTokenReview(review).execute().getStatus();
    System.out.println("reviewed " + status.getUser().getUsername() + " " + status.getAudiences());
  }

  private static void informed(ApiClient client, CoreV1Api core) throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    core.createNamespacedConfigMap(NAMESPACE, configMap("before")).execute();
    var api = new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
    var factory = new SharedInformerFactory(client);
    var informer = factory.sharedIndexInformerFor(api, V1ConfigMap.class, 0, NAMESPACE);
    informer.addEventHandler(new ResourceEventHandler<>() {
      private void saw(String what, V1ConfigMap map) {
        if (configMap("").getMetadata().getLabels().equals(map.getMetadata().getLabels())) seen.add(what + " " + map.getMetadata().getName());
      }

      @Override
      public void onAdd(V1ConfigMap map) {
        saw("added", map);
      }

      @Override
      public void onUpdate(V1ConfigMap old, V1ConfigMap map) {
        saw("updated", map);
      }

      @Override
      public void onDelete(V1ConfigMap map, boolean unknown) {
        saw("deleted", map);
      }
    });
    factory.startAllRegisteredInformers();
    System.out.println(seen.poll(30, TimeUnit.SECONDS));
    var during = core.createNamespacedConfigMap(NAMESPACE, configMap("during")).execute();
    core.replaceNamespacedConfigMap("during", NAMESPACE, during.putDataItem("k", "w")).execute();
    core.deleteNamespacedConfigMap("during", NAMESPACE).execute();
    for (int i = 0; i < 3; i++) System.out.println(seen.poll(30, TimeUnit.SECONDS));
    factory.stopAllRegisteredInformers();
  }

  private static V1ConfigMap configMap(String name) {
    var metadata = new V1ObjectMeta().name(name).labels(Map.of("app", "shop"));
    return new V1ConfigMap().metadata(metadata).putDataItem("k", "v");
  }
}
