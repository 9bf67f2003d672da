#include <gmock/gmock.h>

#include "aws/s3_fixture.hpp"
#include "support/listed.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class S3List : public S3Test {};

constexpr char kFirstPage[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>a</Prefix>
<KeyCount>3</KeyCount><MaxKeys>3</MaxKeys><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
<NextContinuationToken>t/1+==</NextContinuationToken>
<Contents><Key>a+b%2Bc%2F%C3%A9%01.txt</Key><LastModified>2026-11-22T09:41:38.000Z</LastModified>
<ETag>&quot;5d41&quot;</ETag><Size>5000000000</Size><Owner><ID>me</ID></Owner>
<StorageClass>STANDARD</StorageClass></Contents>
<Contents><Key>b</Key><Size>0</Size></Contents>
<CommonPrefixes><Prefix>a+dir/</Prefix></CommonPrefixes></ListBucketResult>)";
constexpr char kLastPage[] =
    "<ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>a+b</Key>"
    "</Contents></ListBucketResult>";

TEST_F(S3List, ReadsAPage) {
  answer(200, kFirstPage);
  const auto page = client().list_objects_v2({.bucket = "bucket",
                                              .prefix = "a",
                                              .delimiter = "/",
                                              .start_after = "a b",
                                              .max_keys = 3,
                                              .fetch_owner = true});
  ASSERT_TRUE(page) << page.error().to_string();
  EXPECT_EQ(sent().url,
            "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&encoding-type=url&prefix=a&delimiter=%2F"
            "&start-after=a%20b&max-keys=3&fetch-owner=true");
  ASSERT_EQ(page->contents.size(), 2u);
  EXPECT_EQ(page->contents[0].key, "a b+c/é\x01.txt");
  EXPECT_EQ(page->contents[0].size, 5'000'000'000);
  EXPECT_EQ(page->contents[0].e_tag, "\"5d41\"");
  EXPECT_EQ(page->contents[0].owner_id, "me");
  EXPECT_TRUE(page->contents[0].last_modified);
  EXPECT_FALSE(page->contents[1].last_modified);
  EXPECT_THAT(page->common_prefixes, ElementsAre("a dir/"));
  EXPECT_TRUE(page->is_truncated);
  EXPECT_EQ(page->next_continuation_token, "t/1+==");
}

TEST_F(S3List, ListsABucketInThePath) {
  answer(200, kLastPage);
  ASSERT_TRUE(client({}, {.path_style = true}).list_objects_v2({.bucket = "bucket"}));
  EXPECT_EQ(sent().url, "https://s3.us-east-1.amazonaws.com/bucket?list-type=2&encoding-type=url");
}

TEST_F(S3List, FollowsThePagesAndTakesKeysThatAreNotEncodedAsTheyAre) {
  answer(200, kFirstPage);
  answer(200, kLastPage);
  std::vector<std::string> keys;
  for (const S3Object& object : client().list_objects_v2_all({.bucket = "bucket"}))
    keys.push_back(object.key);
  EXPECT_THAT(keys, ElementsAre("a b+c/é\x01.txt", "b", "a+b"));
  EXPECT_THAT(sent(1).url, HasSubstr("continuation-token=t%2F1%2B%3D%3D"));
}

TEST_F(S3List, ThePagesOfAListHaveItsPrefixes) {
  answer(200, kFirstPage);
  auto pages = client().list_objects_v2_pages({.bucket = "bucket", .delimiter = "/"});
  const ListObjectsV2Output* page = pages.next();
  ASSERT_TRUE(page);
  EXPECT_THAT(page->common_prefixes, ElementsAre("a dir/"));
  EXPECT_EQ(requests_sent(), 1u);
  answer(200, kLastPage);
  ASSERT_TRUE(pages.next());
  EXPECT_FALSE(pages.next());
  EXPECT_FALSE(pages.error());
}

TEST_F(S3List, PagesThatGoInCirclesOrNowhereAreAnError) {
  answer(200, kFirstPage);
  answer(200, kFirstPage);
  const testing::Listed circle(client().list_objects_v2_all({.bucket = "bucket"}));
  ASSERT_TRUE(circle.error);
  EXPECT_EQ(circle.error->kind, ErrorKind::response_validation);
  EXPECT_EQ(requests_sent(), 2u);

  answer(200, "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>");
  const testing::Listed nowhere(client().list_objects_v2_all({.bucket = "bucket"}));
  ASSERT_TRUE(nowhere.error);
  EXPECT_EQ(nowhere.error->kind, ErrorKind::response_validation);
}

TEST_F(S3List, RefusesAnAnswerThatIsNoList) {
  for (const char* body : {"", "no xml", "<html/>", "<ListBucketResult>"}) {
    answer(200, body);
    const auto page = client().list_objects_v2({.bucket = "bucket"});
    ASSERT_FALSE(page) << body;
    EXPECT_EQ(page.error().kind, ErrorKind::response_validation);
  }
}

constexpr char kFirstBuckets[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>me</ID></Owner><Buckets>
<Bucket><Name>papers</Name><CreationDate>2026-01-02T03:04:05.000Z</CreationDate><BucketRegion>eu-west-1</BucketRegion></Bucket>
<Bucket><Name>backups</Name></Bucket></Buckets><ContinuationToken>t/1</ContinuationToken></ListAllMyBucketsResult>)";

TEST_F(S3List, ListsBucketsPageByPage) {
  answer(200, kFirstBuckets);
  answer(200,
         "<ListAllMyBucketsResult><Buckets><Bucket><Name>last</Name></Bucket></Buckets>"
         "</ListAllMyBucketsResult>");
  const testing::Listed listed(client().list_buckets_all({.prefix = "p", .max_buckets = 2}));
  EXPECT_FALSE(listed.error);
  const std::vector<S3Bucket>& buckets = listed.items;
  EXPECT_EQ(sent(0).url, "https://s3.us-east-1.amazonaws.com/?prefix=p&max-buckets=2");
  EXPECT_THAT(sent(1).url, HasSubstr("continuation-token=t%2F1"));
  ASSERT_EQ(buckets.size(), 3u);
  EXPECT_EQ(buckets[0].name, "papers");
  EXPECT_EQ(buckets[0].bucket_region, "eu-west-1");
  EXPECT_TRUE(buckets[0].creation_date);
  EXPECT_FALSE(buckets[1].creation_date);
  EXPECT_EQ(buckets[2].name, "last");
}

TEST_F(S3List, BucketsThatAreNoneOrGoInCirclesAreAnError) {
  answer(200, "<html/>");
  EXPECT_EQ(client().list_buckets().error().kind, ErrorKind::response_validation);
  answer(200, kFirstBuckets);
  answer(200, kFirstBuckets);
  const testing::Listed circle(client().list_buckets_all());
  ASSERT_TRUE(circle.error);
  EXPECT_EQ(circle.error->kind, ErrorKind::response_validation);
  answer(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
  const auto refused = client().list_buckets();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().hint, "It takes s3:ListAllMyBuckets.");
}

}  // namespace
}  // namespace anthropic::internal::aws
