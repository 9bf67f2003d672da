#include <gmock/gmock.h>
#include <map>

#include "client/client_fixture.hpp"
#include "operations/regions/measure.hpp"

namespace anthropic::internal {
namespace {

using operations::MeasureOptions;
using operations::plan_measurement;
using operations::RegionMeasurement;
using operations::RegionProbe;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Connecting takes 10 ms.
class SlowNetwork final : public NetworkProbe {
 public:
  explicit SlowNetwork(std::shared_ptr<testing::FakeClock> clock) : clock_(std::move(clock)) {}
  Result<std::vector<std::string>> resolve(const std::string& host) override {
    hosts.push_back(host);
    return std::vector<std::string>{"203.0.113.7"};
  }
  Result<void> connect(const std::string&, std::uint16_t port, milliseconds, std::stop_token) override {
    ports.push_back(port);
    if (is_down) return Error{.kind = ErrorKind::connection, .message = "refused"};
    clock_->advance(milliseconds(10));
    return {};
  }
  std::vector<std::chrono::seconds> keep_alive_of_connections(std::uint16_t) override { return {}; }

  std::vector<std::string> hosts = {};
  std::vector<std::uint16_t> ports = {};
  bool is_down = false;

 private:
  std::shared_ptr<testing::FakeClock> clock_;
};

class MeasureRegionsTest : public ::testing::Test {
 protected:
  MeasureRegionsTest() {
    fake_.transport->have_no_loops();
    fake_.transport->answer_with([this](const testing::FakeRequest& request) {
      for (const auto& [region, times] : times_) {
        if (request.url.find("." + region + ".") == std::string::npos) continue;
        const std::size_t call = calls_[region]++;
        if (times[call % times.size()] == 0)
          return testing::refusal(429, "ThrottlingException", "Too many requests");
        testing::FakeAnswer answer = testing::stream_answer(testing::hello_frames());
        answer.takes = milliseconds(times[call % times.size()]);
        return answer;
      }
      return testing::refusal(403, "AccessDeniedException", "no");
    });
  }

  /// How long the calls to a region take, one after the other; 0: it throttles.
  void region_takes(const std::string& region, std::vector<int> times) { times_[region] = std::move(times); }

  aws::Session session(aws::SessionOptions options = {}) const {
    options.region = "us-east-1";
    options.access_key_id = "AKIAIOSFODNN7EXAMPLE";
    options.secret_access_key = testing::kSecret;
    return make_session(std::move(options), fake_.world);
  }

  static MeasureOptions of(StringList regions) {
    return {.model = "claude-haiku-4-5", .regions = std::move(regions), .max_concurrency = 1};
  }

  std::vector<RegionMeasurement> measure(const MeasureOptions& options) {
    auto measured = measure_regions(session(), options, network_);
    EXPECT_TRUE(measured) << measured.error().to_string();
    return measured ? *std::move(measured) : std::vector<RegionMeasurement>();
  }

  testing::FakeWorld fake_ = testing::make_fake_world();
  std::shared_ptr<SlowNetwork> network_ = std::make_shared<SlowNetwork>(fake_.clock);
  std::map<std::string, std::vector<int>> times_;
  std::map<std::string, std::size_t> calls_;
};

TEST_F(MeasureRegionsTest, TellsTheMedianAndTheSpreadTheFastestFirst) {
  region_takes("us-east-1", {300, 100, 200});
  region_takes("eu-west-1", {40, 60, 50});
  const auto measured = measure(of({"us-east-1", "eu-west-1"}));
  ASSERT_EQ(measured.size(), 2u);
  EXPECT_EQ(measured[0].region, "eu-west-1");
  EXPECT_EQ(measured[0].model_id, "eu.anthropic.claude-haiku-4-5-20251001-v1:0");
  const RegionMeasurement& american = measured[1];
  EXPECT_EQ(american.first_token->fastest, milliseconds(100));
  EXPECT_EQ(american.first_token->median, milliseconds(200));
  EXPECT_EQ(american.first_token->slowest, milliseconds(300));
  EXPECT_EQ(american.connection->median, milliseconds(10));
  EXPECT_EQ(american.failures, 0u);
  EXPECT_EQ(american.probes.size(), 3u);
  EXPECT_EQ(american.probes[0].output_tokens, 4);
  EXPECT_NEAR(american.cost, 3 * 1.1 * (9 * 1e-6 + 4 * 5e-6), 1e-9);
  EXPECT_EQ(network_->hosts[0], "bedrock-runtime.us-east-1.amazonaws.com");
  EXPECT_EQ(network_->ports[0], 443);
}

TEST_F(MeasureRegionsTest, AnEvenNumberHasItsMedianInBetween) {
  region_takes("us-east-1", {100, 201});
  MeasureOptions options = of({"us-east-1"});
  options.probes = 2;
  EXPECT_EQ(measure(options)[0].first_token->median, microseconds(150'500));
}

TEST_F(MeasureRegionsTest, ASingleFailureIsKeptAndARegionThatMostlyFailsIsLast) {
  region_takes("us-east-1", {300, 0, 310});
  region_takes("eu-west-1", {10, 0, 0});
  const auto measured = measure(of({"eu-west-1", "us-east-1", "ap-south-1"}));
  ASSERT_EQ(measured.size(), 3u);
  EXPECT_EQ(measured[0].region, "us-east-1");
  EXPECT_EQ(measured[0].failures, 1u);
  EXPECT_EQ(measured[0].probes[1].error->kind, ErrorKind::rate_limit);
  EXPECT_FALSE(measured[0].probes[1].first_token);
  EXPECT_EQ(measured[1].region, "eu-west-1");
  EXPECT_EQ(measured[2].region, "ap-south-1");
  EXPECT_EQ(measured[2].failures, 3u);
  EXPECT_FALSE(measured[2].first_token);
  EXPECT_EQ(fake_.transport->requests().size(), 9u) << "no probe is sent again";
}

TEST_F(MeasureRegionsTest, AConnectionThatFailsIsNoTime) {
  region_takes("us-east-1", {5});
  network_->is_down = true;
  const auto measured = measure(of({"us-east-1"}));
  EXPECT_FALSE(measured[0].connection);
  EXPECT_EQ(measured[0].first_token->median, milliseconds(5));
}

TEST_F(MeasureRegionsTest, ARegionCanHaveAnEndpointOfItsOwn) {
  MeasureOptions options = of({"us-east-1", "eu-west-1"});
  options.endpoint_url = "https://all.example:8443";
  options.endpoint_urls = {{"eu-west-1", "https://vpce.example"}};
  options.probes = 1;
  measure(options);
  EXPECT_THAT(network_->hosts, ElementsAre("all.example", "vpce.example"));
  EXPECT_THAT(network_->ports, ElementsAre(8443, 443));
  EXPECT_THAT(fake_.transport->requests()[1].url, HasSubstr("https://vpce.example/model/eu.anthropic"));
}

TEST_F(MeasureRegionsTest, TheEnvironmentsEndpointIsTheOneThatIsConnectedTo) {
  fake_.environment->set("ANTHROPIC_BEDROCK_BASE_URL", "https://gateway.example");
  MeasureOptions options = of({"us-east-1"});
  options.probes = 1;
  measure(options);
  EXPECT_THAT(network_->hosts, ElementsAre("gateway.example"));
  EXPECT_THAT(fake_.transport->requests()[0].url, HasSubstr("https://gateway.example/"));
}

TEST_F(MeasureRegionsTest, AProxyIsWhatOneConnectsTo) {
  fake_.environment->set("HTTPS_PROXY", "http://proxy.example:3128");
  MeasureOptions options = of({"us-east-1"});
  options.probes = 1;
  measure(options);
  EXPECT_THAT(network_->hosts, ElementsAre("proxy.example"));
  EXPECT_THAT(network_->ports, ElementsAre(3128));
}

TEST_F(MeasureRegionsTest, EachProbeIsReported) {
  region_takes("us-east-1", {5});
  MeasureOptions options = of({"us-east-1"});
  int reported = 0;
  options.on_probe = [&](const RegionProbe& probe) {
    ++reported;
    EXPECT_EQ(probe.region, "us-east-1");
  };
  measure(options);
  EXPECT_EQ(reported, 3);
}

TEST_F(MeasureRegionsTest, NothingIsSentOnceItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  MeasureOptions options = of({"us-east-1"});
  options.stop_token = stop.get_token();
  const auto measured = measure_regions(session(), options, network_);
  ASSERT_FALSE(measured);
  EXPECT_EQ(measured.error().kind, ErrorKind::user_abort);
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(MeasureRegionsTest, SideBySideEveryProbeIsTaken) {
  region_takes("us-east-1", {5});
  region_takes("us-west-2", {5});
  MeasureOptions options = of({"us-east-1", "us-west-2"});
  options.probes = 20;
  options.max_concurrency = 1;
  const auto measured = measure(options);
  EXPECT_EQ(measured[0].probes.size() + measured[1].probes.size(), 40u);
  EXPECT_EQ(fake_.transport->requests().size(), 40u);
}

TEST(PlanMeasurement, SaysWhatItWouldDoAndCost) {
  const auto plan = plan_measurement(
      {.model = "claude-haiku-4-5", .regions = {"us-east-1", "sa-east-1"}, .probes = 5, .max_tokens = 100});
  ASSERT_TRUE(plan) << plan.error().to_string();
  EXPECT_EQ(plan->calls, 10);
  EXPECT_EQ(plan->targets[1].model_id, "global.anthropic.claude-haiku-4-5-20251001-v1:0");
  // 16 tokens in and 100 out, at $1 and $5 a million, and a tenth more in the United States.
  EXPECT_NEAR(*plan->cost, 5 * (16e-6 + 500e-6) * 2.1, 1e-9);
}

TEST(PlanMeasurement, RefusesWhatCannotBeDone) {
  for (const MeasureOptions& options :
       {MeasureOptions{.probes = 0}, MeasureOptions{.probes = 21}, MeasureOptions{.max_tokens = 0},
        MeasureOptions{.model = "gpt-4"}, MeasureOptions{.geography = "mars"},
        MeasureOptions{.model = "claude-fable-5-1", .geography = "us", .regions = {"eu-west-1"}},
        MeasureOptions{.model = "claude-fable-5-1", .geography = "eu"}}) {
    const auto plan = plan_measurement(options);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().kind, ErrorKind::bad_request) << plan.error().message;
  }
  EXPECT_EQ(plan_measurement({.max_concurrency = 0}).error().kind, ErrorKind::configuration);
}

}  // namespace
}  // namespace anthropic::internal
