// Learns to tell the kinds of pictures in a folder of yours apart, keeps what it learnt, and names one more picture:
//   classify_pictures FOLDER PICTURE [STEPS]
#include <algorithm>
#include <iostream>
#include <selfsame/selfsame.hpp>

using namespace selfsame;

nn::Classifier network_for(const data::Dataset& data) {
  const std::vector<Index> channels = {data.channels(), 32, 64, 128};
  return nn::Classifier(std::make_unique<nn::ConvNet>(channels), data.classes());
}

void train(nn::Classifier& network, const data::Dataset& data, Index steps) {
  const data::Augment augment = data::compose({data::shift(2), data::color_jitter(0.2, 0.2, 0.2, 0.02)});
  data::Loader loader(data, data.train, data::all_rows(data.train), 32, {augment}, /*seed*/ 0);
  optim::AdamW adam(optim::decay_groups(network.named_parameters(), 0.01));
  report::Progress progress("training", steps, 32);
  for (const Index step : progress) {
    const data::Batch batch = loader.next();
    const Tensor loss = cross_entropy(network(batch.views[0]), batch.labels);
    adam.zero_grad();
    loss.backward();
    adam.step(optim::cosine(3e-3, step, steps));
    progress.log({{"loss", loss.item()}});
  }
}

std::string kind_of(const std::string& path, nn::Classifier& network, const data::Dataset& data) {
  const io::Picture picture = io::read_image(path);
  const data::ImageSet set{1, picture.height, picture.width, picture.channels, picture.pixels, {}};
  require(set.height == data.height() && set.width == data.width() && set.channels == data.channels(), path, " is ",
          set.width, " x ", set.height, " x ", set.channels, ", but the pictures learnt from are ", data.width(), " x ",
          data.height(), " x ", data.channels(), "; scale it to their size");
  const Array scores = eval::outputs(network, data, set);
  return data.class_names[static_cast<std::size_t>(std::max_element(scores.begin(), scores.end()) - scores.begin())];
}

int main(int argc, char** argv) try {
  require(argc == 3 || argc == 4, "usage: classify_pictures FOLDER PICTURE [STEPS]");
  manual_seed(0);
  const data::Dataset data = data::load_dataset("folder", argv[1]);
  nn::Classifier learner = network_for(data);
  train(learner, data, argc == 4 ? std::stol(argv[3]) : 300);
  data::save_classifier("pictures.safetensors", learner, data);

  nn::Classifier network = network_for(data);
  network.load_state_dict(io::load_safetensors("pictures.safetensors"));
  const double right = eval::accuracy(eval::outputs(network, data, data.test), data.test.labels);
  std::cout << "test pictures named right: " << right << " %\n";
  std::cout << argv[2] + std::string(": ") + kind_of(argv[2], network, data) + "\n";
} catch (const std::exception& error) {
  std::cerr << "classify_pictures: " << error.what() << "\n";
  return 1;
}
