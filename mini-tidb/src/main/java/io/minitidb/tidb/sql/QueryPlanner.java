package io.minitidb.tidb.sql;

import io.minitidb.cop.expr.Expr;
import io.minitidb.memtable.MemTables;
import io.minitidb.tidb.explain.PlanText;
import io.minitidb.tidb.plan.PlanNode;
import io.minitidb.tidb.plan.Pushdown;
import io.minitidb.tidb.result.Result;
import io.minitidb.tidb.sql.parser.MysqlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From the text of a query to a plan: Calcite parses, validates, converts and moves filters down;
/// our translator does the rest. No cost-based search and no generated code, which would cost more
/// than the queries here take. Thread-safe.
final class QueryPlanner {
  private static final Logger log = LoggerFactory.getLogger(QueryPlanner.class);

  /// As MySQL without ONLY_FULL_GROUP_BY: a group shows any of its values.
  private static final SqlConformance ANY_OF_GROUP =
      new SqlDelegatingConformance(SqlConformanceEnum.MYSQL_5) {
        @Override
        public boolean isNonStrictGroupBy() {
          return true;
        }
      };

  private static final SqlParser.Config PARSER =
      SqlParser.config()
          .withParserFactory(MysqlParser.FACTORY)
          .withQuoting(Quoting.BACK_TICK)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(false)
          .withConformance(SqlConformanceEnum.MYSQL_5)
          .withIdentifierMaxLength(256);

  /// Calcite's simplifications know neither our types nor our collations: they would find `a = 'x'
  /// AND a = 'X'` contradictory.
  private static final RelBuilderFactory REL_BUILDER =
      RelBuilder.proto(
          Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false).withSimplifyValues(false)));

  /// In turns until none is left: removing one brings up those within it.
  private static final HepProgram SUBQUERIES =
      new HepProgramBuilder()
          .addGroupBegin()
          .addRuleInstance(plain(CoreRules.FILTER_SUB_QUERY_TO_CORRELATE))
          .addRuleInstance(plain(CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE))
          .addRuleInstance(plain(CoreRules.JOIN_SUB_QUERY_TO_CORRELATE))
          .addGroupEnd()
          .build();

  private static final HepProgram MOVES =
      new HepProgramBuilder()
          .addRuleInstance(plain(CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW))
          .addGroupBegin()
          .addRuleInstance(plain(CoreRules.FILTER_INTO_JOIN))
          .addRuleInstance(plain(CoreRules.JOIN_CONDITION_PUSH))
          .addRuleInstance(plain(CoreRules.FILTER_MERGE))
          .addRuleInstance(plain(CoreRules.FILTER_PROJECT_TRANSPOSE))
          .addRuleInstance(plain(CoreRules.FILTER_AGGREGATE_TRANSPOSE))
          .addRuleInstance(plain(sameTypes()))
          .addRuleInstance(plain(CoreRules.PROJECT_MERGE))
          .addRuleInstance(plain(CoreRules.SORT_PROJECT_TRANSPOSE))
          .addGroupEnd()
          .build();

  private final CalciteSchema catalog;

  private final RelDataTypeFactory types = new MysqlTypeFactory();
  private final CalciteConnectionConfigImpl connection;

  private static RelOptRule plain(RelOptRule rule) {
    return rule instanceof RelRule<?> configured
        ? configured.config.withRelBuilderFactory(REL_BUILDER).toRule()
        : rule;
  }

  /// A filter may be moved into the arms of a union only where they have the union's types, or it
  /// would compare in other ones.
  private static RelOptRule sameTypes() {
    return FilterSetOpTransposeRule.Config.DEFAULT
        .withOperandSupplier(top ->
            top.operand(Filter.class)
                .oneInput(below ->
                    below.operand(SetOp.class).predicate(QueryPlanner::hasSameTypes).anyInputs()))
        .toRule();
  }

  private static boolean hasSameTypes(SetOp union) {
    return union.getInputs().stream()
        .allMatch(
            input -> RelOptUtil.areRowTypesEqual(input.getRowType(), union.getRowType(), false));
  }

  /// What Calcite knows of rows, without conclusions from conditions: these would simplify by its
  /// own types and collations, and fail where a decimal is compared with a double.
  private static final class Facts extends RelMetadataQuery {
    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
      return RelOptPredicateList.EMPTY;
    }
  }

  QueryPlanner(MemTables tables) {
    this.catalog = CatalogSchema.of(tables);
    Properties properties = new Properties();
    properties.setProperty("caseSensitive", "false");
    this.connection = new CalciteConnectionConfigImpl(properties);
  }

  /// A plan with the labels of its columns.
  ///
  /// @param origins of the columns, as many as there are labels
  /// @param took what making it took
  record Planned(
      PlanNode plan,
      PlanText text,
      List<Label> labels,
      List<Optional<Result.Origin>> origins,
      Took took) {}

  /// Nanoseconds for reading the text, for turning it into a first plan, and for improving that.
  record Took(long parsing, long rewriting, long optimizing) {}

  /// @param parameters which parameter the token at a position is, see [StatementShape]
  /// @throws io.minitidb.tidb.error.SqlException with MySQL's code for whatever is wrong with the
  ///   text
  Planned plan(
      String sql,
      List<Token> tokens,
      Map<Integer, Integer> parameters,
      StatementFacts facts,
      Pushdown pushdown) {
    long begin = System.nanoTime();
    CalciteText text = new QueryRewriter(sql, tokens, facts::variable, parameters).rewrite();
    SqlNode parsed = parse(text, sql);
    List<Optional<Label>> texts = Labels.of(parsed, text);
    try {
      return convert(parsed, texts, facts, pushdown, System.nanoTime() - begin);
    } catch (CalciteContextException e) {
      // The validator writes what it finds into the tree, so the error is looked up in another one.
      throw PlanErrors.validation(e, parse(text, sql), text, facts.database().orElse(""));
    }
  }

  /// Returns the tree of a query as the later stages take it.
  static SqlNode parse(CalciteText text, String sql) {
    try {
      SqlNode parsed = SqlParser.create(text.text(), PARSER).parseQuery();
      Places places = new Places(text, sql);
      List.of(
              new CallChecks(places),
              new TableChecks(places),
              new RecursiveChecks(),
              new WindowPlaces(),
              new WindowChecks())
          .forEach(parsed::accept);
      MysqlTree tree = new MysqlTree(places);
      return Objects.requireNonNull(parsed.accept(tree));
    } catch (SqlParseException e) {
      throw PlanErrors.syntax(e, text, sql);
    }
  }

  private Planned convert(
      SqlNode parsed,
      List<Optional<Label>> texts,
      StatementFacts facts,
      Pushdown pushdown,
      long parsing) {
    long begin = System.nanoTime();
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            catalog, facts.database().map(List::of).orElse(List.of()), types, connection);
    SqlValidator validator =
        SqlValidatorUtil.newValidator(
            MysqlOperators.TABLE,
            reader,
            types,
            SqlValidator.Config.DEFAULT
                .withConformance(
                    facts.variable("@@sql_mode").contains("ONLY_FULL_GROUP_BY")
                        ? SqlConformanceEnum.MYSQL_5
                        : ANY_OF_GROUP)
                .withDefaultNullCollation(NullCollation.LOW)
                .withIdentifierExpansion(true)
                .withLenientOperatorLookup(false)
                // What Calcite would convert is converted by our own rules, later.
                .withTypeCoercionFactory(NoCoercion::new)
                .withCallRewrite(false));
    SqlNode valid = validator.validate(prepared(parsed));
    RexBuilder builder = new RexBuilder(types);
    HepPlanner planner = new HepPlanner(SUBQUERIES);
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    RelOptCluster cluster = RelOptCluster.create(planner, builder);
    cluster.setMetadataQuerySupplier(Facts::new);
    SqlToRelConverter converter =
        new SqlToRelConverter(
            (type, query, schema, view) -> {
              throw new UnsupportedOperationException("views");
            },
            validator,
            reader,
            cluster,
            StandardConvertletTable.INSTANCE,
            SqlToRelConverter.config()
                .withExpand(false)
                .withTrimUnusedFields(true)
                .withInSubQueryThreshold(Integer.MAX_VALUE)
                .withRelBuilderConfigTransform(
                    c -> c.withSimplify(false).withSimplifyValues(false)));
    RelRoot root = converter.convertQuery(valid, false, true);
    long converted = System.nanoTime();
    RelNode rel = optimise(converter, root);
    PlanNode plan = shown(new RelTranslator(builder, facts, pushdown).plan(rel), root, pushdown);
    Took took = new Took(parsing, converted - begin, System.nanoTime() - converted);
    List<Label> labels = labels(root, texts);
    return new Planned(
        plan, new PlanText(plan), labels, Origins.of(validator, valid, labels.size()), took);
  }

  private static SqlNode prepared(SqlNode parsed) {
    SqlNode tree = parsed;
    for (SqlShuttle rewrite :
        List.of(new AggregateCalls(), new MysqlRewrites(), new BooleanContexts())) {
      tree = Objects.requireNonNull(tree.accept(rewrite));
    }
    return tree;
  }

  private static RelNode optimise(SqlToRelConverter converter, RelRoot root) {
    HepPlanner subqueries = new HepPlanner(SUBQUERIES);
    subqueries.setRoot(root.rel);
    RelNode joined = subqueries.findBestExp();
    RelNode flat = decorrelated(joined);
    HepPlanner moves = new HepPlanner(MOVES);
    moves.setRoot(flat);
    // Trimming comes last: a projection that it puts above a scan must stay there, where it becomes
    // the scan's list of columns.
    return trimmed(converter, root.collation.getFieldCollations().isEmpty(), moves.findBestExp());
  }

  /// Calcite's trimmer fails at a window that reads no column; then all columns stay.
  private static RelNode trimmed(SqlToRelConverter converter, boolean unordered, RelNode rel) {
    try {
      return converter.trimUnusedFields(unordered, rel);
    } catch (IllegalArgumentException | AssertionError e) {
      log.debug("columns stay untrimmed", e);
      return rel;
    }
  }

  /// Where Calcite gives up the correlation stays, which the translator refuses in words.
  private static RelNode decorrelated(RelNode joined) {
    RelBuilder builder = REL_BUILDER.create(joined.getCluster(), null);
    try {
      return RelDecorrelator.decorrelateQuery(joined, builder);
    } catch (RuntimeException | AssertionError e) {
      log.debug("a subquery stays correlated", e);
      return joined;
    }
  }

  /// A column that only ORDER BY needs is dropped at the end.
  private static PlanNode shown(PlanNode plan, RelRoot root, Pushdown pushdown) {
    if (root.fields.size() == plan.types().size()) {
      return plan;
    }
    return pushdown.projection(
        plan,
        root.fields.stream()
            .<Expr>map(
                field -> new Expr.ColumnRef(field.getKey(), plan.types().get(field.getKey())))
            .toList());
  }

  private static List<Label> labels(RelRoot root, List<Optional<Label>> texts) {
    List<Label> names = new ArrayList<>();
    root.fields.forEach(field -> names.add(new Label.Named(field.getValue())));
    if (texts.size() != names.size()) {
      return names;
    }
    for (int i = 0; i < names.size(); i++) {
      names.set(i, texts.get(i).orElse(names.get(i)));
    }
    return names;
  }
}
