package peers;

import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/** Driver MODE URL COUNT CONCURRENCY: Anthropic's Java client (bench/peers/README.md). */
public final class Driver {
    private static final String USUAL = "anthropic.claude-haiku-4-5-20251001-v1:0";

    private final AnthropicClient client;
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final List<Double> firsts = new ArrayList<>();

    private Driver(String url) {
        BedrockBackend backend = BedrockBackend.builder()
            .awsCredentials(AwsBasicCredentials.create("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
            .region(Region.US_EAST_1)
            .baseUrl(url)
            .build();
        client = AnthropicOkHttpClient.builder().backend(backend).build();
    }

    private static MessageCreateParams question(String model) {
        return MessageCreateParams.builder()
            .model(model)
            .maxTokens(1024)
            .addUserMessage("Say hello to the prepared answers, please.")
            .build();
    }

    private void count(String text) {
        answers.incrementAndGet();
        bytes.addAndGet(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private void ask() {
        count(client.messages().create(question(USUAL)).content().get(0).asText().text());
    }

    private void readStream(int deltas) {
        long begin = System.nanoTime();
        boolean[] isFirst = {true};
        try (var stream = client.messages().createStreaming(question("anthropic.deltas-" + deltas))) {
            stream.stream().filter(RawMessageStreamEvent::isContentBlockDelta).forEach(event -> {
                if (isFirst[0]) firsts.add((System.nanoTime() - begin) / 1e6);
                isFirst[0] = false;
                count(event.asContentBlockDelta().delta().asText().text());
            });
        }
    }

    private void work(String mode, int total, int concurrency) throws Exception {
        answers.set(0);
        bytes.set(0);
        firsts.clear();
        if (mode.equals("stream")) {
            readStream(total);
        } else if (mode.equals("first")) {
            for (int i = 0; i < total; ++i) readStream(20);
        } else if (!mode.equals("many")) {
            for (int i = 0; i < total; ++i) ask();
        } else {
            AtomicInteger next = new AtomicInteger();
            ExecutorService threads = Executors.newFixedThreadPool(concurrency);
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < concurrency; ++i) {
                workers.add(threads.submit(() -> {
                    while (next.incrementAndGet() <= total) ask();
                }));
            }
            for (Future<?> worker : workers) worker.get();
            threads.shutdown();
        }
    }

    private static double processorSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static String peakKilobytes() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) return line.replaceAll("\\D", "");
        }
        return "0";
    }

    public static void main(String[] arguments) throws Exception {
        String mode = arguments[0];
        int count = Integer.parseInt(arguments[2]);
        int concurrency = Integer.parseInt(arguments[3]);
        Driver driver = new Driver(arguments[1]);
        if (!mode.equals("oneshot")) driver.work(mode, Math.max(count / 4, 1), concurrency);
        double cpu = processorSeconds();
        long begin = System.nanoTime();
        driver.work(mode, count, concurrency);
        double wall = (System.nanoTime() - begin) / 1e9;
        cpu = processorSeconds() - cpu;
        Collections.sort(driver.firsts);
        double first = driver.firsts.isEmpty() ? 0 : driver.firsts.get(driver.firsts.size() / 2);
        System.out.printf(Locale.ROOT, "{\"wall_s\":%.6f,\"cpu_s\":%.6f,\"peak_kb\":%s,\"answers\":%d,\"bytes\":%d,\"first_ms\":%.4f}%n",
            wall, cpu, peakKilobytes(), driver.answers.get(), driver.bytes.get(), first);
        System.exit(0);
    }
}
