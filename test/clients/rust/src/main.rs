//! kube-rs with its defaults: objects, a token and its review, a watcher's reflector, errors.
use std::{collections::BTreeMap, pin::pin, time::Duration};

use futures::TryStreamExt;
use k8s_openapi::api::{
    authentication::v1::{TokenRequest, TokenRequestSpec, TokenReview, TokenReviewSpec},
    core::v1::{ConfigMap, Namespace, Secret, ServiceAccount},
};
use kube::{
    Api, Client, Error, ResourceExt,
    api::{DeleteParams, DynamicObject, ListParams, ObjectMeta, Patch, PatchParams, PostParams},
    discovery::{ApiCapabilities, Discovery, Scope, verbs},
    runtime::{WatchStreamExt, reflector, wait, watcher},
};
use serde_json::json;

const DEADLINE: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let client = Client::try_default().await?;
    tokio::time::timeout(DEADLINE, async {
        objects(client.clone()).await?;
        tokens(client.clone()).await?;
        reflected(client.clone()).await?;
        discovered(client).await
    })
    .await?
}

async fn objects(client: Client) -> anyhow::Result<()> {
    let namespaces: Api<Namespace> = Api::all(client.clone());
    let namespace: Namespace = serde_json::from_value(json!({ "metadata": { "name": "rust" } }))?;
    namespaces.create(&PostParams::default(), &namespace).await?;

    let secrets: Api<Secret> = Api::namespaced(client, "rust");
    let secret: Secret = serde_json::from_value(json!({ "metadata": { "name": "s" }, "stringData": { "k": "v" } }))?;
    let created = secrets.create(&PostParams::default(), &secret).await?;
    println!("created {} of type {}", created.name_any(), created.type_.unwrap_or_default());

    let labels = json!({ "metadata": { "labels": { "app": "shop" } } });
    secrets.patch("s", &PatchParams::default(), &Patch::Merge(labels)).await?;
    let data = json!({ "stringData": { "k": "w" } });
    secrets.patch("s", &PatchParams::default(), &Patch::Strategic(data)).await?;
    let found = secrets.list(&ListParams::default().labels("app=shop")).await?;
    let values: Vec<_> = found.items.iter().flat_map(|s| s.data.iter().flatten()).map(|(_, v)| v.0.clone()).collect();
    println!("listed {}", String::from_utf8(values.concat())?);

    match secrets.create(&PostParams::default(), &secret).await {
        Err(Error::Api(status)) => println!("again: {} {}", status.code, status.reason),
        other => anyhow::bail!("a second create answered {other:?}"),
    }
    secrets.delete("s", &DeleteParams::default()).await?;
    println!("deleted: {}", secrets.get_opt("s").await?.is_none());
    Ok(())
}

async fn tokens(client: Client) -> anyhow::Result<()> {
    let accounts: Api<ServiceAccount> = Api::namespaced(client.clone(), "rust");
    let account = ServiceAccount {
        metadata: ObjectMeta { name: Some("robot".into()), ..Default::default() },
        ..Default::default()
    };
    accounts.create(&PostParams::default(), &account).await?;
    let request = TokenRequest {
        spec: Some(TokenRequestSpec {
            audiences: Some(vec!["vault".into()]),
            expiration_seconds: Some(600),
            ..Default::default()
        }),
        ..Default::default()
    };
    let issued = accounts.create_token_request("robot", &PostParams::default(), &request).await?;
    let token = issued.status.and_then(|status| status.token).unwrap_or_default();

    let review = TokenReview {
        spec: TokenReviewSpec { token, audiences: Some(vec!["vault".into()]) },
        ..Default::default()
    };
    let status = Api::<TokenReview>::all(client).create(&PostParams::default(), &review).await?.status;
    let user = status.and_then(|status| status.user).and_then(|user| user.username);
    println!("reviewed {}", user.unwrap_or_default());
    Ok(())
}

/** A reflector's store follows what happens after its list. */
async fn reflected(client: Client) -> anyhow::Result<()> {
    let maps: Api<ConfigMap> = Api::namespaced(client, "rust");
    let map = |name: &str| -> anyhow::Result<ConfigMap> {
        Ok(serde_json::from_value(json!({ "metadata": { "name": name }, "data": { "n": name } }))?)
    };
    maps.create(&PostParams::default(), &map("before")?).await?;
    let knows_streaming = std::env::args().any(|argument| argument == "streaming");
    for streaming in [false, true] {
        if streaming && !knows_streaming {
            break;
        }
        let config = watcher::Config::default();
        let config = if streaming { config.streaming_lists() } else { config };
        let (store, writer) = reflector::store();
        let mut stream = pin!(reflector(writer, watcher(maps.clone(), config)).applied_objects());
        let name = format!("during-{streaming}");
        let mut seen = Vec::new();
        while let Some(object) = stream.try_next().await? {
            seen.push(object.name_any());
            if object.name_any() == "before" {
                maps.create(&PostParams::default(), &map(&name)?).await?;
            }
            if object.name_any() == name {
                break;
            }
        }
        let stored: BTreeMap<_, _> = store.state().iter().map(|map| (map.name_any(), ())).collect();
        anyhow::ensure!(stored.contains_key("before") && stored.contains_key(&name), "stored {stored:?}");
        println!("reflected {name}");
        let uid = maps.get(&name).await?.uid().unwrap_or_default();
        let gone = wait::await_condition(maps.clone(), &name, wait::conditions::is_deleted(&uid));
        maps.delete(&name, &DeleteParams::default()).await?;
        gone.await?;
    }
    Ok(())
}

/** Every kind that can be listed is, by a client that knows nothing of it. */
async fn discovered(client: Client) -> anyhow::Result<()> {
    let listable = |capabilities: &ApiCapabilities| capabilities.supports_operation(verbs::LIST);
    let discovery = Discovery::new(client.clone()).run().await?;
    let mut listed = 0;
    for (resource, capabilities) in discovery.groups().flat_map(|group| group.recommended_resources()) {
        if !listable(&capabilities) {
            continue;
        }
        anyhow::ensure!(matches!(capabilities.scope, Scope::Cluster | Scope::Namespaced));
        Api::<DynamicObject>::all_with(client.clone(), &resource).list(&ListParams::default()).await?;
        listed += 1;
    }
    println!("listed every one of {} kinds", if listed > 20 { "more than 20" } else { "few" });
    Ok(())
}
