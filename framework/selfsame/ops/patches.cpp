#include "selfsame/ops/patches.hpp"

#include <algorithm>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/parallel.hpp"

namespace selfsame {
namespace {

// Sizes of images that are cut into rows x cols patches of side p.
struct Grid {
  Index images, rows, cols, patch, channels;

  Shape image_shape() const { return {images, rows * patch, cols * patch, channels}; }
  Shape patch_shape() const { return {images, rows * cols, patch * patch * channels}; }
};

// Both directions copy the same runs of p pixels: run y of patch (r, c) is a part of row r p + y of the image.
Array rearranged(const Grid& g, const Array& from, bool to_patches) {
  //! BEGIN SOLUTION a3.t6
  //! from is images (N, rows p, cols p, C) and the result patches (N, rows cols, p p C), or, unless to_patches, the
  //! other way round. g has images, rows, cols, patch = p and channels, and both shapes. Pixels lie row after row in
  //! memory, and so do the numbers of a patch.
  Array to = empty(to_patches ? g.patch_shape() : g.image_shape());
  const Index run = g.patch * g.channels;
  const Scalar* source = from.data();
  Scalar* target = to.data();
  parallel_for(g.images * g.rows, 16, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) {  // row of patches, counted through all images
      for (Index c = 0; c < g.cols; ++c) {
        for (Index y = 0; y < g.patch; ++y) {
          const Index in_image = ((row * g.patch + y) * g.cols + c) * run;
          const Index in_patches = ((row * g.cols + c) * g.patch + y) * run;
          std::copy_n(source + (to_patches ? in_image : in_patches), run,
                      target + (to_patches ? in_patches : in_image));
        }
      }
    }
  });
  return to;
  //! END SOLUTION
}

}  // namespace

Tensor patchify(const Tensor& images, Index patch) {
  require(images.dim() == 4 && patch > 0 && images.size(1) % patch == 0 && images.size(2) % patch == 0,
          "patchify: images ", images.shape(), " do not divide into patches of ", patch, " x ", patch);
  const Grid g{images.size(0), images.size(1) / patch, images.size(2) / patch, patch, images.size(3)};
  return make_op("patchify", own(rearranged(g, images.data(), true)), {images},
                 [g](Array& d, GradSink& in) { in.add(0, rearranged(g, d, false)); });
}

Tensor unpatchify(const Tensor& patches, Index height, Index width, Index patch) {
  require(patches.dim() == 3 && patch > 0 && height % patch == 0 && width % patch == 0 &&
              patches.size(1) == height / patch * (width / patch) && patches.size(2) % (patch * patch) == 0,
          "unpatchify: patches ", patches.shape(), " of ", patch, " x ", patch, " do not make images of ", height,
          " x ", width);
  const Grid g{patches.size(0), height / patch, width / patch, patch, patches.size(2) / (patch * patch)};
  return make_op("unpatchify", own(rearranged(g, patches.data(), false)), {patches},
                 [g](Array& d, GradSink& in) { in.add(0, rearranged(g, d, true)); });
}

Tensor select_tokens(const Tensor& x, const Indices& index) {
  require(x.dim() == 3, "select_tokens: input ", x.shape(), " must be (images, tokens, features)");
  const Index images = x.size(0), tokens = x.size(1), width = x.size(2);
  const auto total = static_cast<Index>(index.size());
  require(images > 0 && total % images == 0, "select_tokens: ", total, " positions are not lists of one length for ",
          images, " images");
  const Index kept = total / images;
  for (const Index i : index) {
    require(0 <= i && i < tokens, "select_tokens: position ", i, " is not one of the ", tokens, " tokens of ",
            x.shape());
  }
  Array y = empty({images, kept, width});
  const auto for_each_image = [=](const auto& f) { parallel_for(images, 1 + (1 << 15) / (kept * width + 1), f); };
  for_each_image([&](Index begin, Index end) {
    for (Index row = begin * kept; row < end * kept; ++row) {
      const Index from = row / kept * tokens + index[static_cast<std::size_t>(row)];
      std::copy_n(x.data().data() + from * width, width, y.data() + row * width);
    }
  });
  return make_op("select_tokens", own(std::move(y)), {x}, [=, shape = x.shape()](Array& g, GradSink& in) {
    Array dx = filled(shape, 0);
    for_each_image([&](Index begin, Index end) {
      for (Index row = begin * kept; row < end * kept; ++row) {
        Scalar* to = dx.data() + (row / kept * tokens + index[static_cast<std::size_t>(row)]) * width;
        for (Index i = 0; i < width; ++i) to[i] += g.data()[row * width + i];
      }
    });
    in.add(0, std::move(dx));
  });
}

}  // namespace selfsame
