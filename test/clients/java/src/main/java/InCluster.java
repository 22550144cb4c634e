import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.AuthenticationV1Api;
import io.kubernetes.client.openapi.models.V1SelfSubjectReview;
import io.kubernetes.client.util.ClientBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** In a pod, as far as a client can tell: asks who it is for every line that it reads, and prints which token it was known by. */
public final class InCluster {
  private static final Pattern CREDENTIAL = Pattern.compile("JTI=[0-9a-f-]+");

  public static void main(String[] args) throws Exception {
    boolean official = args[0].equals("official");
    boolean fresh = args[1].equals("fresh");
    Callable<String> client = official ? official() : fabric8();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    while (lines.readLine() != null) {
      if (fresh) client = official ? official() : fabric8();
      System.out.println(client.call());
    }
    System.exit(0);
  }

  private static Callable<String> official() throws Exception {
    AuthenticationV1Api api = new AuthenticationV1Api(ClientBuilder.cluster().build());
    return () -> {
      try {
        var user = api.createSelfSubjectReview(new V1SelfSubjectReview()).execute().getStatus().getUserInfo();
        return user.getExtra().get("authentication.kubernetes.io/credential-id").get(0);
      } catch (ApiException error) {
        return "refused: " + error.getCode();
      }
    };
  }

  private static Callable<String> fabric8() {
    KubernetesClient client = new KubernetesClientBuilder().build();
    var review = Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview");
    return () -> {
      try {
        var found = CREDENTIAL.matcher(client.raw("/apis/authentication.k8s.io/v1/selfsubjectreviews", "POST", review));
        return found.find() ? found.group() : "refused: unknown";
      } catch (RuntimeException error) {
        return "refused: " + error.getMessage();
      }
    };
  }
}
