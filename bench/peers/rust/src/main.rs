//! driver MODE URL COUNT CONCURRENCY: AWS's Rust client (bench/peers/README.md).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_bedrockruntime::types::ResponseStream;
use aws_sdk_bedrockruntime::{config::BehaviorVersion, config::Credentials, config::Region, primitives::Blob, Client, Config};

const USUAL: &str = "anthropic.claude-haiku-4-5-20251001-v1:0";
const BODY: &str = r#"{"anthropic_version":"bedrock-2023-05-31","max_tokens":1024,"messages":[{"role":"user","content":"Say hello to the prepared answers, please."}]}"#;

#[derive(Default)]
struct Received {
    answers: usize,
    bytes: usize,
    firsts: Vec<f64>,
}

async fn ask(client: &Client) -> usize {
    let answer = client.invoke_model().model_id(USUAL).content_type("application/json").body(Blob::new(BODY)).send().await.unwrap();
    let message: serde_json::Value = serde_json::from_slice(answer.body().as_ref()).unwrap();
    message["content"][0]["text"].as_str().unwrap().len()
}

async fn read_stream(client: &Client, deltas: usize, received: &mut Received) {
    let begin = Instant::now();
    let mut is_first = true;
    let mut answer = client
        .invoke_model_with_response_stream()
        .model_id(format!("anthropic.deltas-{deltas}"))
        .content_type("application/json")
        .body(Blob::new(BODY))
        .send()
        .await
        .unwrap();
    while let Some(event) = answer.body.recv().await.unwrap() {
        let ResponseStream::Chunk(chunk) = event else { continue };
        let event: serde_json::Value = serde_json::from_slice(chunk.bytes().unwrap().as_ref()).unwrap();
        if event["type"] != "content_block_delta" {
            continue;
        }
        if is_first {
            received.firsts.push(begin.elapsed().as_secs_f64() * 1e3);
        }
        is_first = false;
        received.answers += 1;
        received.bytes += event["delta"]["text"].as_str().unwrap().len();
    }
}

async fn work(client: &Client, mode: &str, total: usize, concurrency: usize) -> Received {
    let mut received = Received::default();
    match mode {
        "stream" => read_stream(client, total, &mut received).await,
        "first" => {
            for _ in 0..total {
                read_stream(client, 20, &mut received).await;
            }
        }
        _ => {
            let next = Arc::new(AtomicUsize::new(0));
            let mut workers = Vec::new();
            for _ in 0..if mode == "many" { concurrency } else { 1 } {
                let (client, next) = (client.clone(), next.clone());
                workers.push(tokio::spawn(async move {
                    let (mut answers, mut bytes) = (0, 0);
                    while next.fetch_add(1, Ordering::Relaxed) < total {
                        bytes += ask(&client).await;
                        answers += 1;
                    }
                    (answers, bytes)
                }));
            }
            for worker in workers {
                let (answers, bytes) = worker.await.unwrap();
                received.answers += answers;
                received.bytes += bytes;
            }
        }
    }
    received
}

/// User and system time of this process.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    let threads = std::fs::read_dir("/proc/self/task").unwrap().count();
    assert_eq!(threads, 1, "the runtime has one thread");
    Duration::from_nanos(stat.split(' ').next().unwrap().parse().unwrap())
}

fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mode, url) = (arguments[0].as_str(), arguments[1].as_str());
    let (count, concurrency): (usize, usize) = (arguments[2].parse().unwrap(), arguments[3].parse().unwrap());
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None, None, "bench"))
        .endpoint_url(url)
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build();
    let client = Client::from_conf(config);
    if mode != "oneshot" {
        work(&client, mode, (count / 4).max(1), concurrency).await;
    }
    let cpu = processor_time();
    let begin = Instant::now();
    let mut received = work(&client, mode, count, concurrency).await;
    let wall = begin.elapsed();
    let cpu = processor_time() - cpu;
    received.firsts.sort_by(f64::total_cmp);
    println!(
        r#"{{"wall_s":{:.6},"cpu_s":{:.6},"peak_kb":{},"answers":{},"bytes":{},"first_ms":{:.4}}}"#,
        wall.as_secs_f64(),
        cpu.as_secs_f64(),
        peak_kilobytes(),
        received.answers,
        received.bytes,
        received.firsts.get(received.firsts.len() / 2).unwrap_or(&0.0)
    );
}
