#include "protocol/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iostream>
#include <limits>
#include <memory>

#include "selfsame/core/error.hpp"

namespace selfsame::tutorials {

namespace {

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

template <class Number>
Number number_of(const std::string& option, const std::string& text, const std::string& expected, Number least,
                 Number most = std::numeric_limits<Number>::max()) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  require<UsageError>(error == std::errc() && end == text.data() + text.size() && number >= least && number <= most,
                      option, ": \"", text, "\" is not ", expected);
  return number;
}

std::vector<data::LabelCount> label_counts_of(const std::string& text, bool several) {
  const std::string expected = several
                                   ? "a number of labels from 1 on, or \"all\", or a list of them such as 40,100,all"
                                   : "a number of labels from 1 on, or \"all\"";
  std::vector<data::LabelCount> counts;
  for (const std::string& part : split_at_commas(text)) {
    counts.push_back(part == "all" ? all_labels : data::LabelCount(number_of<Index>("--labels", part, expected, 1)));
  }
  require<UsageError>(several || counts.size() == 1, "--labels: this program takes one number of labels, found ",
                      counts.size(), " in \"", text, "\"");
  return counts;
}

Profile profile_of(const std::string& text) {
  if (text == "smoke") return Profile::smoke;
  if (text == "quick") return Profile::quick;
  if (text == "full") return Profile::full;
  require<UsageError>(text == "long", "--profile: \"", text, "\" is not one of smoke, quick, full, long");
  return Profile::hour;
}

// What to learn from, as far as the program leaves a choice.
void add_data_options(CLI::App& app, const Program& program, Options& options, std::string& labels, std::string& splits,
                      std::string& first_split, std::string& image_size) {
  if (program.datasets.empty()) return;
  app.option_defaults()->group("What to learn from");
  app.add_option("--dataset", options.dataset, joined(program.datasets, ", ") + " [" + options.dataset + "]")
      ->option_text("NAME")
      ->capture_default_str();
  const bool images = program.datasets == data::dataset_names();
  if (images) {
    app.add_option("--data-dir", options.data_dir, "where its files are [$SELFSAME_DATA]")->option_text("DIR");
    app.add_option("--image-size", image_size, "of a folder: cut images square, resize them to N x N [as they are]")
        ->option_text("N")
        ->capture_default_str();
    app.add_flag("--strict", options.folder.strict, "of a folder: what would be left out is an error");
  }
  const std::string& things = program.things;
  app.add_option("--labels", labels,
                 (program.several_labels ? "numbers of " : "number of ") + things + ", or all [" + labels + "]")
      ->option_text(program.several_labels ? "N,N,..." : "N")
      ->capture_default_str();
  app.add_option("--splits", splits, "how many choices of " + things + " to average over [" + splits + "]")
      ->option_text("N")
      ->capture_default_str();
  app.add_option("--first-split", first_split, "number of the first of them [0]")
      ->option_text("K")
      ->capture_default_str();
}

// How to train; what is left out keeps its default.
void add_training_options(CLI::App& app, const Program& program, std::string& profile, std::string& steps,
                          std::string& seed) {
  if (!program.trains) return;
  app.add_option("--profile", profile,
                 "smoke (seconds), quick (minutes), full (the pages' numbers), long (hours) [quick]")
      ->option_text("NAME")
      ->capture_default_str();
  app.add_option("--steps", steps, "training steps instead of the profile's")->option_text("N")->capture_default_str();
  app.add_option("--seed", seed, "of weights, batches and augmentation [0]")->option_text("S")->capture_default_str();
}

// Why an argument that no option took is wrong.
std::string refusal(const std::string& extra, const Program& program) {
  static const std::vector<std::string> data_options = {"--dataset",     "--data-dir",   "--labels", "--splits",
                                                        "--first-split", "--image-size", "--strict"};
  static const std::vector<std::string> training_options = {"--profile",          "--steps",      "--seed", "--resume",
                                                            "--checkpoint-every", "--tensorboard"};
  const std::string name = extra.substr(0, extra.find('='));
  const auto is_one_of = [&name](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (!program.trains && (is_one_of(training_options) || is_one_of(data_options))) {
    return name + ": this program trains nothing and takes no such option";
  }
  if (is_one_of(data_options)) {
    return name + ": this program makes its own data and takes no such option";
  }
  return extra + (extra[0] == '-' ? ": unknown option" : ": unexpected argument");
}

// CLI11's help without the empty lines it doubles between groups.
class HelpText : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override {
    std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
    for (std::size_t at = 0; (at = text.find("\n\n\n", at)) != std::string::npos;) text.erase(at, 1);
    return text;
  }
};

// Every option with the value it has now, for run.json and the page.
report::OptionList values_of(const CLI::App& app) {
  report::OptionList values;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_single_name();
    if (name == "help" || name == "version") continue;
    const bool is_flag = option->get_expected_max() == 0;
    // The last one given holds: "true", or "false" for the opposite of a flag that has one.
    const std::string given =
        is_flag && option->count() > 0 ? option->results().back() : joined(option->results(), ",");
    const std::string value = option->count() > 0 ? given : option->get_default_str();
    values.emplace_back(name, !is_flag ? value : value == "true" ? "yes" : "no");
  }
  return values;
}

}  // namespace

Options parse_options(int argc, const char* const* argv, const Program& program) {
  Options options;
  options.program = program.name;
  options.out = "out/" + program.name;
  if (!program.datasets.empty()) options.dataset = program.datasets.front();
  std::string labels = program.labels, profile = "quick", seed = "0", splits = program.splits, first_split = "0",
              image_size = "0", steps = "0", threads = program.threads,
              checkpoint_every = program.checkpoints ? "60" : "0";

  CLI::App app(program.description, program.name);
  app.set_help_flag();  // added below, in its group
  app.allow_extras();   // so that the message about them is ours
  add_data_options(app, program, options, labels, splits, first_split, image_size);

  app.option_defaults()->group("How long and how");
  add_training_options(app, program, profile, steps, seed);
  app.add_option("--threads", threads, "threads to use, 0 for one per core [" + threads + "]")
      ->option_text("N")
      ->capture_default_str();

  if (program.several_processes && program.shares_batches) {
    app.add_flag("--sync-bn,!--no-sync-bn", options.sync_bn, "with mpirun: batch norm over all processes' images [yes]")
        ->default_str("true");
  }

  app.option_defaults()->group("What comes out");
  const std::string kept = program.trains ? "results, figures and report.html" : "figures";
  app.add_option("--out", options.out, "directory for " + kept + " [" + options.out + "]")
      ->option_text("DIR")
      ->capture_default_str();
  if (program.trains) {
    app.add_flag("--resume", options.resume, "go on where an earlier run in --out was stopped, however it was");
  }
  if (program.trains && program.checkpoints) {
    app.add_option("--checkpoint-every", checkpoint_every, "between checkpoints of a training, 0 for none [60]")
        ->option_text("SECONDS")
        ->capture_default_str();
  }
  if (program.trains) {
    app.add_flag("--tensorboard", options.tensorboard, "also curves and pictures for: tensorboard --logdir DIR");
  }

  if (program.more_options) {
    app.option_defaults()->group("This program");
    program.more_options(app);
  }
  app.option_defaults()->group("Help");
  app.set_help_flag("-h,--help", "print this and stop");
  app.set_version_flag(
      "--version",
      [&program] {
        const report::BuildInfo build = report::build_info();
        return concat(program.name, " (selfsame) ", build.version, ", commit ", build.commit, ", ", build.compiler);
      },
      "print the version and stop");
  app.formatter(std::make_shared<HelpText>());
  app.get_formatter()->column_width(24);
  app.footer("Example:\n  " + program.name + " " +
             (program.example.empty() ? "--dataset fashion-mnist --labels 100 --profile quick" : program.example));

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& finished) {
    app.exit(finished, std::cout, std::cerr);
    throw Finished{};
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }
  for (const std::string& extra : app.remaining()) throw UsageError(refusal(extra, program));
  const auto& names = program.datasets;
  require<UsageError>(names.empty() || std::find(names.begin(), names.end(), options.dataset) != names.end(),
                      "--dataset: \"", options.dataset, "\" is not one of ", joined(names, ", "));
  options.label_counts = label_counts_of(labels, program.several_labels);
  options.profile = profile_of(profile);
  options.seed = number_of<std::uint64_t>("--seed", seed, "a whole number from 0 on", 0);
  options.steps = number_of<Index>("--steps", steps, "a number of steps from 1 to 1000000000 (0: as the profile says)",
                                   0, 1000000000);
  options.threads = number_of<int>("--threads", threads, "a number of threads (0: one per core)", 0);
  options.checkpoint_every =
      number_of<double>("--checkpoint-every", checkpoint_every, "a number of seconds (0: none)", 0);
  options.folder.image_size =
      number_of<Index>("--image-size", image_size, "a number of pixels from 1 to 16384 (0: as they are)", 0, 16384);
  const auto first = number_of<std::uint64_t>("--first-split", first_split, "a whole number from 0 on", 0);
  const auto how_many = number_of<Index>("--splits", splits, "a number of splits from 1 to 10000", 1, 10000);
  options.splits.clear();
  for (Index i = 0; i < how_many; ++i) {
    options.splits.push_back(first + static_cast<std::uint64_t>(i));
  }
  options.all = values_of(app);
  const bool folder = std::any_of(options.all.begin(), options.all.end(),  // --dataset, or what a program adds to it
                                  [](const auto& option) { return option.second == "folder"; });
  require<UsageError>(folder || (options.folder.image_size == 0 && !options.folder.strict),
                      "--image-size, --strict: only for --dataset folder, not for ", options.dataset);
  // A resumed run may differ in where it runs and in how many rows it asks for, not in what a row computes.
  options.free_on_resume = {"out",    "resume",      "threads",          "data-dir",   "labels",
                            "splits", "first-split", "checkpoint-every", "tensorboard"};
  options.free_on_resume.insert(options.free_on_resume.end(), program.more_free_on_resume.begin(),
                                program.more_free_on_resume.end());
  return options;
}

}  // namespace selfsame::tutorials
