/// \file
/// A run as TensorBoard shows it: curves, pictures, and what a network makes of images.
#pragma once

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "selfsame/core/xt.hpp"
#include "selfsame/io/events.hpp"
#include "selfsame/report/figures.hpp"
#include "selfsame/report/metrics.hpp"

namespace selfsame::report {

/// A folder for `tensorboard --logdir`. Each training series is a run of its own, so that one chart shows a metric of
/// all of them; pictures and the embedding belong to the folder itself.
class TensorBoard {
 public:
  /// The folder is made with the first thing that is added. One that is there goes on, each file behind its last whole
  /// record: whatever is added again counts in the place of what was there before.
  explicit TensorBoard(std::string folder);

  /// Whether there are numbers of the series, from before or by now.
  bool has(const Series& series) const;

  /// Numbers of one step of a training series. A step below the last one restarts the series there.
  void scalars(const Series& series, Index step, const std::vector<Metric>& metrics);

  /// A figure that is made of pictures, with its title and caption; of any other nothing is added.
  void add(const Figure& figure);

  /// The embedding: features of images, to be walked through in two or three dimensions. The last one stays.
  /// \param features  (N, D)
  /// \param labels    a line for each image
  /// \param images    (N, H, W, 1 or 3), any range
  /// \throws ShapeError  if the numbers of features, labels and images differ, or there are none
  void embedding(const std::string& name, const Array& features, const std::vector<std::string>& labels,
                 const Array& images);

  void sync();  ///< returns when what was added would outlive a power cut

 private:
  io::EventsFile& open(const std::string& run);
  std::string folder_;
  std::string run_;                       // whose file is open
  std::unique_ptr<io::EventsFile> file_;  // one at a time: a board has hundreds of series
  std::map<std::string, Index> last_;     // step of each run that was written to
};

/// Removes what a TensorBoard wrote into the folder, and the folder unless it holds something else.
void remove_tensorboard(const std::string& folder);

}  // namespace selfsame::report
