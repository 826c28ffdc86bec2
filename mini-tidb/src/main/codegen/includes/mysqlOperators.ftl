/** Infix and postfix operators that Calcite lacks or ranks otherwise. */
void MysqlInfix(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlOperator op;
    final SqlNode text;
}
{
    (
        <DIV> { op = MysqlSyntax.DIV; }
    |   <XOR> { op = MysqlSyntax.XOR; }
    |   <SOUNDS_LIKE> { op = MysqlSyntax.SOUNDS_LIKE; }
    |   <MEMBER_OF> { op = MysqlSyntax.MEMBER_OF; }
    |   <VERTICAL_BAR> { op = MysqlSyntax.BIT_OR; }
    |   <AMPERSAND> { op = MysqlSyntax.BIT_AND; }
    |   <CARET> { op = MysqlSyntax.BIT_XOR; }
    |   <LEFTSHIFT> { op = MysqlSyntax.SHIFT_LEFT; }
    |   <RIGHTSHIFT> { op = MysqlSyntax.SHIFT_RIGHT; }
    |   <NULL_SAFE_EQUAL> { op = SqlStdOperatorTable.IS_NOT_DISTINCT_FROM; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(op, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
|
    (
        <COLLATE> { op = MysqlSyntax.COLLATE; }
    |   <JSON_ARROW> { op = MysqlSyntax.JSON_ARROW; }
    |   <JSON_TEXT_ARROW> { op = MysqlSyntax.JSON_TEXT_ARROW; }
    )
    { checkNonQueryExpression(exprContext); }
    text = StringLiteral() {
        final int last = list.size() - 1;
        final SqlNode value = (SqlNode) list.get(last);
        list.set(last, op.createCall(Span.of(value).end(this), value, text));
    }
}

/** Prefix operators that bind tighter than any infix one. */
SqlNode MysqlPrefix() :
{
    final SqlOperator op;
    final Span s;
    final List<Object> list = new ArrayList<Object>();
}
{
    (
        <TILDE> { op = MysqlSyntax.BIT_NOT; }
    |   <BANG> { op = SqlStdOperatorTable.NOT; }
    |   <BINARY_PREFIX> { op = MysqlSyntax.BINARY; }
    )
    { s = span(); }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY) {
        final SqlNode value = SqlParserUtil.toTree(list);
        return op.createCall(s.end(value), value);
    }
}

/** TRIM(value), TRIM(characters FROM value), TRIM(LEADING [characters] FROM value): a call of
 * trim(value), trim(characters, value) or trim(side, characters, value). */
SqlNode MysqlTrim() :
{
    final Span s;
    String side = null;
    SqlNode first = null;
    SqlNode value = null;
}
{
    <TRIM_CALL> { s = span(); } <LPAREN>
    (
        (
            <BOTH> { side = "BOTH"; }
        |   <LEADING> { side = "LEADING"; }
        |   <TRAILING> { side = "TRAILING"; }
        )
        [ first = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <FROM> value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    |
        first = Expression(ExprContext.ACCEPT_SUB_QUERY)
        [ <FROM> value = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    )
    <RPAREN> { return MysqlSyntax.trim(s.end(this), side, first, value); }
}
