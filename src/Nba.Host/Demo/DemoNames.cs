using System.Text;

namespace Nba.Host.Demo;

/// <summary>Made-up names: common surnames with characters that names are often made of. Nobody is meant.</summary>
internal static class DemoNames
{
    // The commonest come first and are drawn most often.
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严";
    private const string Female = "芳娜敏静丽艳娟霞秀燕玲桂英华玉萍红梅琳雪婷慧莹洁颖欣怡佳雯倩蕾薇菲岚兰云莲真环瑞凤琴素青宁";
    private const string Male = "伟强磊军洋勇杰涛明超刚平辉鹏华飞鑫波斌宇浩凯健俊帆志建国文海东林峰龙泽晨旭宁瑞博安康荣成家良世达信";

    private static readonly string[] Places = ["江南", "滨海", "云岭", "西湖", "东方", "泰和", "金陵", "锦城", "春城", "海天", "长河", "北辰"];
    private static readonly string[] Marks = ["恒信", "瑞丰", "华泽", "鼎盛", "远航", "同创", "汇通", "正源", "天成", "万象", "博远", "永兴", "安达", "启明", "宏业", "嘉禾"];
    private static readonly string[] Trades = ["机械制造", "电子科技", "食品", "纺织", "物流", "建材", "医药", "贸易", "包装", "汽车配件", "环保设备", "餐饮管理"];
    private static readonly string[] Outlets = ["城东", "城西", "江南", "滨海", "高新", "北站", "南湖", "文化路"];

    /// <summary>A person's name of two or three characters.</summary>
    public static string Person(ref DemoRandom random, bool female)
    {
        var given = female ? Female : Male;
        var name = new StringBuilder(3).Append(Surnames[random.Below(random.Below(Surnames.Length) + 1)]).Append(given[random.Below(given.Length)]);
        if (random.Chance(780)) name.Append(given[random.Below(given.Length)]);
        return name.ToString();
    }

    /// <summary>A company's name.</summary>
    public static string Company(ref DemoRandom random) => random.Pick<string>(Places) + random.Pick<string>(Marks) + random.Pick<string>(Trades) + "有限公司";

    /// <summary>A branch's name, by its number from 0.</summary>
    public static string Branch(int number) => Outlets[number % Outlets.Length] + (number < Outlets.Length ? "支行" : $"第{(number / Outlets.Length) + 1}支行");
}
