import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** fabric8's client with its defaults: objects, a token and its review, an informer. */
public final class Fabric8 {
  private static final String NAMESPACE = "fabric8";

  public static void main(String[] args) throws Exception {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      objects(client);
      tokens(client);
      informed(client);
    }
    System.exit(0);
  }

  private static void objects(KubernetesClient client) {
    client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build()).create();
    var maps = client.configMaps().inNamespace(NAMESPACE);
    ConfigMap map = configMap("a");
    System.out.println("created " + maps.resource(map).create().getMetadata().getName());
    maps.withName("a").edit(found -> new ConfigMapBuilder(found).addToData("k", "w").build());
    System.out.println("listed " + maps.withLabel("app", "shop").list().getItems().get(0).getData());
    try {
      maps.resource(map).create();
    } catch (KubernetesClientException error) {
      System.out.println("again: " + error.getCode() + " " + error.getStatus().getReason());
    }
    maps.withName("a").delete();
    System.out.println("gone: " + (maps.withName("a").get() == null));
  }

  private static void tokens(KubernetesClient client) {
    var account = new ServiceAccountBuilder().withNewMetadata().withName("robot").endMetadata().build();
    client.serviceAccounts().inNamespace(NAMESPACE).resource(account).create();
    var request = new TokenRequestBuilder().withNewSpec().withAudiences("vault").endSpec().build();
    var token = client.serviceAccounts().inNamespace(NAMESPACE).withName("robot").tokenRequest(request).getStatus().getToken();
    var review = new TokenReviewBuilder().withNewSpec().withToken(token).withAudiences("vault").endSpec().build();
    var status = client.tokenReviews().create(review).getStatus();
    System.out.println("reviewed " + status.getUser().getUsername() + " " + status.getAudiences());
  }

  private static void informed(KubernetesClient client) throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    var maps = client.configMaps().inNamespace(NAMESPACE);
    maps.resource(configMap("before")).create();
    try (var informer = maps.withLabel("app", "shop").inform(new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap map) {
        seen.add("added " + map.getMetadata().getName());
      }

      @Override
      public void onUpdate(ConfigMap old, ConfigMap map) {
        seen.add("updated " + map.getMetadata().getName());
      }

      @Override
      public void onDelete(ConfigMap map, boolean unknown) {
        seen.add("deleted " + map.getMetadata().getName());
      }
    })) {
      maps.resource(configMap("during")).create();
      maps.withName("during").edit(found -> new ConfigMapBuilder(found).addToData("k", "w").build());
      maps.withName("during").delete();
      for (int i = 0; i < 4; i++) System.out.println(seen.poll(30, TimeUnit.SECONDS));
      System.out.println("stored " + informer.getStore().list().size());
    }
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).addToLabels("app", "shop").endMetadata()
        .addToData("k", "v").build();
  }
}
