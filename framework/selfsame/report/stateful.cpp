#include "selfsame/report/stateful.hpp"

#include <charconv>

namespace selfsame::report {
namespace {

template <class Number>
Number number_of(const io::Checkpoint& state, const std::string& name) {
  const std::string& text = state.fact(name);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  require<Error>(error == std::errc() && end == text.data() + text.size(), "checkpoint: ", name, " is \"", text,
                 "\", expected a number");
  return number;
}

void require_same_shape(const char* what, const Array& stored, const Array& own) {
  require(stored.shape() == own.shape(), "checkpoint: ", what, " of shape ", stored.shape(), " expected ", own.shape(),
          "; was it saved from another model?");
}

const Array& only_array(const io::Checkpoint& state) {
  require<Error>(state.arrays.size() == 1, "checkpoint: ", state.arrays.size(),
                 " arrays, expected 1; was it saved from something else?");
  return state.arrays[0].second;
}

}  // namespace

Stateful::Stateful(nn::Module& module)
    : state_([&module] {
        return io::Checkpoint{module.state_dict(), {}};
      }),
      load_([&module](const io::Checkpoint& state) { module.load_state_dict(state.arrays); }) {}

Stateful::Stateful(optim::Optimizer& optimizer)
    : state_([&optimizer] {
        return io::Checkpoint{optimizer.state(), {}};
      }),
      load_([&optimizer](const io::Checkpoint& state) { optimizer.load_state(state.arrays); }) {}

Stateful::Stateful(optim::Ema& ema)
    : state_([&ema] {
        return io::Checkpoint{{}, {{"updates", std::to_string(ema.updates())}}};
      }),
      load_([&ema](const io::Checkpoint& state) { ema.set_updates(number_of<Index>(state, "updates")); }) {}

Stateful::Stateful(data::Loader& loader)
    : state_([&loader, fingerprint = std::string()]() mutable {
        if (fingerprint.empty()) fingerprint = loader.fingerprint();  // once: it looks at every pixel
        return io::Checkpoint{{}, {{"batch", std::to_string(loader.step())}, {"data", fingerprint}}};
      }),
      load_([&loader](const io::Checkpoint& state) {
        require<Error>(state.fact("data") == loader.fingerprint(),
                       "checkpoint: made with other images, labels, batches or another seed");
        loader.seek(number_of<Index>(state, "batch"));
      }) {}

Stateful::Stateful(Generator& random)
    : state_([&random] {
        io::Checkpoint state;
        for (const std::uint64_t word : random.state()) {
          state.facts.emplace(concat("word", state.facts.size()), std::to_string(word));
        }
        return state;
      }),
      load_([&random](const io::Checkpoint& state) {
        Generator::State words{};
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = number_of<std::uint64_t>(state, concat("word", i));
        random.set_state(words);
      }) {}

Stateful::Stateful(ssl::DistributionAlignment& alignment)
    : state_([&alignment] {
        return io::Checkpoint{{{"mean", alignment.running_mean()}}, {}};
      }),
      load_([&alignment](const io::Checkpoint& state) {
        require_same_shape("a running mean", only_array(state), alignment.running_mean());
        alignment.set_running_mean(only_array(state));
      }) {}

Stateful::Stateful(Array& array)
    : state_([&array] {
        return io::Checkpoint{{{"values", array}}, {}};
      }),
      load_([&array](const io::Checkpoint& state) {
        require_same_shape("an array", only_array(state), array);
        array = only_array(state);
      }) {}

// Object i has the prefix "i."; that it is the same object is for its load_state to find out.
io::Checkpoint state_of(const std::vector<Stateful>& all) {
  io::Checkpoint together;
  const auto take = [&together](const Stateful& one, const std::string& prefix) {
    io::Checkpoint state = one.state();
    for (auto& [name, array] : state.arrays) together.arrays.emplace_back(concat(prefix, ".", name), std::move(array));
    for (const auto& [name, text] : state.facts) together.facts.emplace(concat(prefix, ".", name), text);
  };
  for (std::size_t i = 0; i < all.size(); ++i) take(all[i], std::to_string(i));
  take(default_generator(), "default");
  return together;
}

void load_state_of(const std::vector<Stateful>& all, const io::Checkpoint& state) {
  const auto load = [&state](const Stateful& one, const std::string& prefix) {
    io::Checkpoint own;
    const auto without_prefix = [start = prefix + "."](const std::string& name) {
      return name.compare(0, start.size(), start) == 0 ? name.substr(start.size()) : std::string();
    };
    for (const auto& [name, array] : state.arrays) {
      if (const std::string rest = without_prefix(name); !rest.empty()) own.arrays.emplace_back(rest, array);
    }
    for (const auto& [name, text] : state.facts) {
      if (const std::string rest = without_prefix(name); !rest.empty()) own.facts.emplace(rest, text);
    }
    one.load_state(own);
  };
  for (std::size_t i = 0; i < all.size(); ++i) load(all[i], std::to_string(i));
  load(default_generator(), "default");
}

}  // namespace selfsame::report
