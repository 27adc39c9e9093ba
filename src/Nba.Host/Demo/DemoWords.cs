namespace Nba.Host.Demo;

/// <summary>The words of the vocabulary that the demo uses, by the numbers drafts carry.</summary>
internal static class DemoWords
{
    public const int CurrentAccount = 0, TimeDeposit = 1, LargeCd = 2, Structured = 3, Steady = 4, Balanced = 5, BondFund = 6, CreditCard = 7, GoldCard = 8,
        Insurance = 9, ConsumerLoan = 10, Mortgage = 11, MobileBanking = 12, Payroll = 13, CashManagement = 14, WorkingLoan = 15, HomeInsurance = 16,
        FamilyInsurance = 17, EBanking = 18;

    public const int Travel = 0, Dining = 1, Home = 8;

    public static readonly string[] Products =
    [
        "current-account", "time-deposit", "large-cd", "structured-deposit", "wealth-steady", "wealth-balanced", "bond-fund", "credit-card", "gold-card",
        "travel-insurance", "consumer-loan", "mortgage", "mobile-banking", "payroll-service", "cash-management", "working-capital-loan", "home-insurance",
        "family-insurance", "e-banking",
    ];

    public static readonly string[] Spending = ["travel", "dining", "groceries", "fuel", "education", "medical", "online", "other", "home"];
    public static readonly string[] Complaints = ["service", "fee", "product", "system", "sales-conduct", "privacy", "other"];
    public static readonly string[] Units = ["运营管理部", "个人金融部", "信用卡中心", "科技部", "合规部"];
    public static readonly string[] Channels = ["branch", "phone", "mobile", "web"];
    public static readonly string[] ContactChannels = ["phone", "message", "visit", "app"];
    public static readonly string[] Consented = ["care", "sales"];
    public static readonly string[] Contacted = ["service", "care", "sales"];
    public static readonly string[] Documents = ["id-card", "business-licence", "passport"];
    public static readonly string[] Letters = ["对账单", "信用卡账单", "新产品通知"];
    public static readonly string[] Topics = ["理财咨询", "贷款面谈", "资产检视", "开户资料", "企业结算需求"];
    public static readonly string[] Kinds = ["personal", "corporate", "prospect"];
    public static readonly string[] RiskClasses = ["", "C1", "C2", "C3", "C4", "C5"];
    public static readonly string[] Requests = ["资产证明开立", "转账限额调整", "账单分期", "信用卡额度调整", "贷款利率调整", "征信异议核查"];
    public static readonly string[] CompanyRequests = ["对账周期变更", "网银操作员变更", "付款限额调整", "开立保函", "账户年检资料", "贷款展期"];
    public static readonly string[] Results = ["completed", "approved", "partly", "refused"];
    public static readonly string[] Reasons = ["资料齐全，已办妥", "符合条件，已通过", "部分内容需到网点补充资料", "目前的条件还不符合产品规定"];
    public static readonly string[] Functions = ["login", "transfer", "bill-payment", "statement", "senior-mode", "batch-payment", "auto-reconciliation", "receipt-notice"];
    public static readonly string[] FunctionNames = ["登录", "转账", "生活缴费", "账单查询", "关怀版", "批量付款", "自动对账", "到账通知"];
    public static readonly string[] LifeEvents = ["child-born", "marriage", "moved-home", "new-job", "graduation", "retired", "home-bought"];
    public static readonly string[] Funds = ["bonus", "property-sale", "investment", "insurance-payout", "other"];
    public static readonly string[] VisitTopics = ["年度资产检视", "企业结算与授信需求", "新办公地址走访", "家庭理财规划", "产品使用回访"];
    public static readonly string[] AccountKinds = ["basic", "general", "special"];
    public static readonly string[] Currencies = ["CNY", "USD"];
    public static readonly string[] Positions = ["财务总监", "总经理"];
    public static readonly string[] Promises = ["寄送费率说明", "核对授信资料清单", "安排产品经理说明", "确认转账限额", "暂无承诺，三个月后再联系"];
}
