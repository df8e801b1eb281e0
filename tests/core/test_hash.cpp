#include "selfsame/core/hash.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace selfsame;

TEST_CASE("hash_of is FNV-1a: the values that its authors list, and bytes in two parts give what they give in one") {
  const auto of = [](std::string_view text) { return hash_of(text.data(), text.size()); };
  CHECK(of("") == 0xcbf29ce484222325U);
  CHECK(of("a") == 0xaf63dc4c8601ec8cU);
  CHECK(of("foobar") == 0x85944171f73967e8U);
  CHECK(hash_of("bar", 3, of("foo")) == of("foobar"));
}
