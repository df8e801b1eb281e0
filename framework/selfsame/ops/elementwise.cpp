#include "selfsame/ops/elementwise.hpp"

#include <cmath>

#include "selfsame/core/graph.hpp"
#include "selfsame/core/xt.hpp"
#include "selfsame/kernels/activation.hpp"
#include "selfsame/kernels/elementwise.hpp"

namespace selfsame {

using kernels::broadcast;
using kernels::map;
using kernels::map_into;

Tensor operator+(const Tensor& a, const Tensor& b) {
  Saved y = own(broadcast("add", a.data(), b.data(), [](Scalar u, Scalar v) { return u + v; }));
  return make_op("add", y, {a, b}, [](Array& g, GradSink& in) {
    if (!in.wants(1)) return in.add(0, std::move(g));
    if (in.wants(0)) in.add(0, map(g, [](Scalar v) { return v; }));  // a copy, made by all threads
    in.add(1, std::move(g));
  });
}

Tensor operator-(const Tensor& a, const Tensor& b) {
  Saved y = own(broadcast("sub", a.data(), b.data(), [](Scalar u, Scalar v) { return u - v; }));
  return make_op("sub", y, {a, b}, [](Array& g, GradSink& in) {
    in.add(0, g);
    if (in.wants(1)) in.add(1, map(g, [](Scalar v) { return -v; }));
  });
}

Tensor operator*(const Tensor& a, const Tensor& b) {
  const auto product = [](Scalar u, Scalar v) { return u * v; };
  Saved y = own(broadcast("mul", a.data(), b.data(), product));
  return make_op("mul", y, {a, b}, [product, sa = Saved(a), sb = Saved(b)](Array& g, GradSink& in) {
    if (in.wants(0)) in.add(0, broadcast("mul", g, *sb, product));
    if (in.wants(1)) in.add(1, broadcast("mul", g, *sa, product));
  });
}

Tensor operator/(const Tensor& a, const Tensor& b) {
  const auto quotient = [](Scalar u, Scalar v) { return u / v; };
  Saved y = own(broadcast("div", a.data(), b.data(), quotient));
  return make_op("div", y, {a, b}, [quotient, y, sb = Saved(b)](Array& g, GradSink& in) {
    Array da = broadcast("div", g, *sb, quotient);                                            // g / b
    if (in.wants(1)) in.add(1, map_into(*y, da, [](Scalar q, Scalar d) { return -q * d; }));  // -(a / b) g / b
    in.add(0, std::move(da));
  });
}

Tensor operator+(const Tensor& a, Scalar b) {
  Saved y = own(map(a.data(), [b](Scalar v) { return v + b; }));
  return make_op("add", y, {a}, [](Array& g, GradSink& in) { in.add(0, std::move(g)); });
}

Tensor operator*(const Tensor& a, Scalar b) {
  const auto scale = [b](Scalar v) { return v * b; };
  Saved y = own(map(a.data(), scale));
  return make_op("mul", y, {a}, [scale](Array& g, GradSink& in) { in.add(0, map(g, scale)); });
}

Tensor operator/(const Tensor& a, Scalar b) {
  const auto quotient = [b](Scalar v) { return v / b; };  // not v * (1 / b): 49 / 49 would be 0.99999994
  Saved y = own(map(a.data(), quotient));
  return make_op("div", y, {a}, [quotient](Array& g, GradSink& in) { in.add(0, map(g, quotient)); });
}

Tensor operator/(Scalar a, const Tensor& b) {
  Saved y = own(map(b.data(), [a](Scalar v) { return a / v; }));
  return make_op("div", y, {b}, [a, sb = Saved(b)](Array& g, GradSink& in) {  // -(a / b) / b
    in.add(0, map_into(*sb, std::move(g), [a](Scalar v, Scalar d) { return -(a / v) / v * d; }));
  });
}

Tensor operator-(const Tensor& a, Scalar b) { return a + (-b); }
Tensor operator+(Scalar a, const Tensor& b) { return b + a; }
Tensor operator-(Scalar a, const Tensor& b) { return b * -1 + a; }
Tensor operator*(Scalar a, const Tensor& b) { return b * a; }
Tensor operator-(const Tensor& x) { return x * -1; }

// [exp]
Tensor exp(const Tensor& x) {
  Saved y = own(xt::exp(x.data()));
  return make_op("exp", y, {x}, [y](Array& g, GradSink& in) { in.add(0, g * *y); });
}
// [exp]

Tensor log(const Tensor& x) {
  Saved y = own(xt::log(x.data()));
  return make_op("log", y, {x}, [sx = Saved(x)](Array& g, GradSink& in) { in.add(0, g / *sx); });
}

Tensor sqrt(const Tensor& x) {
  Saved y = own(xt::sqrt(x.data()));
  return make_op("sqrt", y, {x}, [y](Array& g, GradSink& in) { in.add(0, g / (2 * *y)); });
}

Tensor pow(const Tensor& x, Scalar exponent) {
  // std::pow, number by number: xsimd's vectors of 0 have 0 for every power.
  Saved y = own(map(x.data(), [exponent](Scalar v) { return std::pow(v, exponent); }));
  return make_op("pow", y, {x}, [exponent, sx = Saved(x)](Array& g, GradSink& in) {
    in.add(0, map_into(*sx, std::move(g), [exponent](Scalar v, Scalar d) {
             return exponent == 0 ? 0 : d * exponent * std::pow(v, exponent - 1);  // x^0 is 1 everywhere, at 0 too
           }));
  });
}

Tensor abs(const Tensor& x) {
  Saved y = own(xt::abs(x.data()));
  return make_op("abs", y, {x}, [sx = Saved(x)](Array& g, GradSink& in) { in.add(0, g * xt::sign(*sx)); });
}

Tensor clamp(const Tensor& x, Scalar low, Scalar high) {
  Saved y = own(map(x.data(), [=](Scalar v) { return v < low ? low : v > high ? high : v; }));
  return make_op("clamp", y, {x}, [low, high, sx = Saved(x)](Array& g, GradSink& in) {
    in.add(0, map_into(*sx, std::move(g), [=](Scalar v, Scalar d) { return v < low || v > high ? 0 : d; }));
  });
}

Tensor relu(const Tensor& x) {
  Saved y = own(map(x.data(), [](Scalar v) { return v > 0 ? v : 0; }));
  return make_op("relu", y, {x}, [y](Array& g, GradSink& in) {
    in.add(0, map_into(*y, std::move(g), [](Scalar v, Scalar d) { return v > 0 ? d : 0; }));
  });
}

Tensor leaky_relu(const Tensor& x, Scalar slope) {
  Saved y = own(map(x.data(), [slope](Scalar v) { return v > 0 ? v : slope * v; }));
  return make_op("leaky_relu", y, {x}, [slope, sx = Saved(x)](Array& g, GradSink& in) {
    in.add(0, map_into(*sx, std::move(g), [slope](Scalar v, Scalar d) { return v > 0 ? d : slope * d; }));
  });
}

Tensor gelu(const Tensor& x) {
  Array y = empty(x.shape());
  if (!will_record({x})) {
    kernels::gelu(x.numel(), x.data().data(), y.data(), nullptr);
    return make_op("gelu", own(std::move(y)), {x}, {});
  }
  Saved slope = own(empty(x.shape()));  // the derivative comes almost for free, so backward is one multiplication
  kernels::gelu(x.numel(), x.data().data(), y.data(), slope.storage()->array.data());
  return make_op("gelu", own(std::move(y)), {x}, [slope](Array& g, GradSink& in) {
    in.add(0, map_into(*slope, std::move(g), [](Scalar s, Scalar d) { return s * d; }));
  });
}

Tensor tanh(const Tensor& x) {
  Saved y = own(xt::tanh(x.data()));
  return make_op("tanh", y, {x}, [y](Array& g, GradSink& in) { in.add(0, g * (1 - *y * *y)); });
}

Tensor sigmoid(const Tensor& x) {
  Saved y = own(map(x.data(), [](Scalar v) {  // the exponent is never positive, so it cannot overflow
    const Scalar e = std::exp(-std::abs(v));
    return (v < 0 ? e : 1) / (1 + e);
  }));
  return make_op("sigmoid", y, {x}, [y](Array& g, GradSink& in) { in.add(0, g * *y * (1 - *y)); });
}

Tensor where(const Tensor& condition, const Tensor& a, const Tensor& b) {
  // Two broadcasts: first the condition picks from a (the rest stays NaN-free at 0), then from b.
  const auto keep_where = [](Scalar c, Scalar v) { return c != 0 ? v : 0; };
  const auto keep_elsewhere = [](Scalar c, Scalar v) { return c != 0 ? 0 : v; };
  const Array from_a = broadcast("where", condition.data(), a.data(), keep_where);
  const Array from_b = broadcast("where", condition.data(), b.data(), keep_elsewhere);
  Saved y = own(broadcast("where", from_a, from_b, [](Scalar u, Scalar v) { return u + v; }));
  return make_op("where", y, {a, b}, [=, c = Saved(condition)](Array& g, GradSink& in) {
    if (in.wants(0)) in.add(0, broadcast("where", *c, g, keep_where));
    if (in.wants(1)) in.add(1, broadcast("where", *c, g, keep_elsewhere));
  });
}

Tensor dropout(const Tensor& x, Scalar p, bool training, Generator& generator) {
  require<UsageError>(p >= 0 && p < 1, "dropout: probability ", p, " must be at least 0 and below 1");
  if (!training || p == 0) return x;
  Array mask = empty(x.shape());
  for (Scalar& m : mask) m = generator.bernoulli(p) ? 0 : 1 / (1 - p);
  Saved kept = own(std::move(mask));
  Saved y = own(x.data() * *kept);
  return make_op("dropout", y, {x}, [kept](Array& g, GradSink& in) { in.add(0, g * *kept); });
}

}  // namespace selfsame
