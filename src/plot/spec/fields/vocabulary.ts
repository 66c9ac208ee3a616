/** The words of Vega-Lite 6 that specs are checked against before it sees them. */

export const marks = [
  ..."arc area bar circle geoshape image line point rect rule square text tick trail".split(" "),
  ..."boxplot errorband errorbar".split(" "),
];

export const channels = [
  ..."x y x2 y2 xOffset yOffset xError xError2 yError yError2".split(" "),
  ..."theta theta2 radius radius2 longitude latitude longitude2 latitude2".split(" "),
  ..."color fill stroke opacity fillOpacity strokeOpacity strokeWidth strokeDash size angle".split(
    " ",
  ),
  ..."shape time text tooltip href url description detail key order facet row column".split(" "),
];

export const fieldTypes = ["quantitative", "temporal", "ordinal", "nominal", "geojson"];

export const aggregates = [
  ..."argmax argmin average count distinct exponential exponentialb max mean median min missing".split(
    " ",
  ),
  ..."product q1 q3 ci0 ci1 stderr stdev stdevp sum valid values variance variancep".split(" "),
];
